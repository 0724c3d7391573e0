// test-timeout: 60 s
import express from "express4";
import { testExpress } from "./fixtures/express_tests.mjs";

testExpress(express);
