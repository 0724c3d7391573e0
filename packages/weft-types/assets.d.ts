// Files that modules import (https://vite.dev/guide/assets is the same shape).

declare module "*.module.css" {
  /** Names of classes in the style sheet → names in the page. */
  const classes: { readonly [name: string]: string };
  export default classes;
}
declare module "*.css" {}

declare module "*.html" {
  /** A page, as a route of Weft.serve. */
  const page: import("weft").HtmlPage;
  export default page;
}

declare module "*.txt" {
  const text: string;
  export default text;
}
declare module "*.toml" {
  const data: any;
  export default data;
}
declare module "*.yaml" {
  const data: any;
  export default data;
}
declare module "*.yml" {
  const data: any;
  export default data;
}
declare module "*.json5" {
  const data: any;
  export default data;
}
declare module "*.jsonc" {
  const data: any;
  export default data;
}

declare module "*.svg" {
  const url: string;
  export default url;
}
declare module "*.png" {
  const url: string;
  export default url;
}
declare module "*.jpg" {
  const url: string;
  export default url;
}
declare module "*.jpeg" {
  const url: string;
  export default url;
}
declare module "*.gif" {
  const url: string;
  export default url;
}
declare module "*.webp" {
  const url: string;
  export default url;
}
declare module "*.avif" {
  const url: string;
  export default url;
}
declare module "*.ico" {
  const url: string;
  export default url;
}
declare module "*.woff" {
  const url: string;
  export default url;
}
declare module "*.woff2" {
  const url: string;
  export default url;
}
declare module "*.mp3" {
  const url: string;
  export default url;
}
declare module "*.mp4" {
  const url: string;
  export default url;
}
declare module "*.webm" {
  const url: string;
  export default url;
}
declare module "*.pdf" {
  const url: string;
  export default url;
}
declare module "*.wasm" {
  const url: string;
  export default url;
}
