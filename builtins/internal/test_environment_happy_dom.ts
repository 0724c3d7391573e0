/** Stands for the package @happy-dom/jest-environment, for environments that extend it: its global object is the realm's, with the window's properties. */
import { type Page, openHappyDom } from "internal/test_dom_libraries";

const NodeEnvironment = require("internal/test_environment_node");

class HappyDOMEnvironment extends NodeEnvironment {
  window: any;
  #page: Page;

  constructor(config: any, context?: unknown) {
    super(config, context);
    const { testEnvironmentOptions = {}, rootDir } = config.projectConfig ?? config;
    this.customExportConditions = testEnvironmentOptions.customExportConditions ?? ["browser"];
    this.#page = openHappyDom(testEnvironmentOptions, "http://localhost/", rootDir);
    this.window = this.#page.window;
  }

  async teardown(): Promise<void> {
    await this.#page.close();
  }
}
for (const name of ["TestEnvironment", "default"]) {
  Object.defineProperty(HappyDOMEnvironment, name, { value: HappyDOMEnvironment, enumerable: true, writable: true, configurable: true });
}

export = HappyDOMEnvironment;
