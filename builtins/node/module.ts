// node:module. https://nodejs.org/api/module.html

import { ObjectAssign } from "internal/primordials";
import { Module } from "internal/cjs_loader";
import { register, registerHooks } from "internal/module_hooks";
import {
  constants, enableCompileCache, findPackageJSON, flushCompileCache, getCompileCacheDir, stripTypeScriptTypes,
} from "internal/module_package";
import { findSourceMap, SourceMap } from "internal/source_map";

ObjectAssign(Module, {
  constants, enableCompileCache, findPackageJSON, findSourceMap, flushCompileCache, getCompileCacheDir, register, registerHooks,
  SourceMap, stripTypeScriptTypes,
});

export default Module;
