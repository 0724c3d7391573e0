// What every builtin finds in scope: the parameters of the function it is compiled into
// (`exports`, `require`, `module`, `native`), and globals that TypeScript's own library lacks.

/** Loads another builtin; the compiler sees `any`, so give the result a type where it is used. */
declare function require(id: string): any;
declare const exports: Record<string, any>;
declare const module: { exports: any };

/** The C++ half called `name` (src/runtime/<name>_binding.cpp), as a plain object of functions. */
declare function native(name: string): any;

interface ErrorConstructor {
  captureStackTrace(target: object, constructor?: Function): void;
  stackTraceLimit: number;
}
