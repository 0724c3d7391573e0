/** Stands for the package jest-environment-jsdom, for environments that extend it: its global object is the realm's, with the window's properties. */
import { type Page, openJsdom } from "internal/test_dom_libraries";

const NodeEnvironment = require("internal/test_environment_node");

class JSDOMEnvironment extends NodeEnvironment {
  dom: any;
  #page: Page;

  constructor(config: any, context?: unknown) {
    super(config, context);
    const { testEnvironmentOptions = {}, rootDir } = config.projectConfig ?? config;
    this.customExportConditions = testEnvironmentOptions.customExportConditions ?? ["browser"];
    this.#page = openJsdom(testEnvironmentOptions, "http://localhost/", rootDir);
    this.dom = this.#page.dom;
  }

  async teardown(): Promise<void> {
    await this.#page.close();
  }
}
for (const name of ["TestEnvironment", "default"]) {
  Object.defineProperty(JSDOMEnvironment, name, { value: JSDOMEnvironment, enumerable: true, writable: true, configurable: true });
}

export = JSDOMEnvironment;
