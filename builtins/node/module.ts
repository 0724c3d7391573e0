// node:module. https://nodejs.org/api/module.html

import { Module } from "internal/cjs_loader";

export default Module;
