"""Programs for bundlers: copies of a library of many modules, and components of React that show each other."""

import shutil

COMPONENT = """\
import {{ useState }} from "react";
{imports}
/** Shows what it was given, and the components below it. */
export function Component{i}({{ title = "Component {i}", onSelect }}) {{
  const [count, setCount] = useState(0);
  const label = count === 0 ? title : `${{title}}: ${{count}}`;
  return (
    <section className="component-{i}">
      <button onClick={{() => {{
        setCount(count + 1);
        onSelect?.(title);
      }}}}>
        {{label}}
      </button>
{children}
    </section>
  );
}}
"""


def write_copies(folder, source, count):
    """`count` copies of the folder `source`, whose Three.js an entry re-exports; returns the entry."""
    folder.mkdir(parents=True)
    lines = []
    for i in range(1, count + 1):
        shutil.copytree(source, folder / f"copy{i}")
        lines.append(f'import * as copy{i} from "./copy{i}/Three.js";\nexport {{ copy{i} }};\n')
    entry = folder / "entry.js"
    entry.write_text("".join(lines))
    return entry


def write_components(folder, count):
    """`count` components, each of which shows up to three others; returns the entry, which renders the first."""
    folder.mkdir(parents=True)
    for i in range(count):
        below = [c for c in (3 * i + 1, 3 * i + 2, 3 * i + 3) if c < count]
        (folder / f"component{i}.jsx").write_text(COMPONENT.format(
            i=i,
            imports="".join(f'import {{ Component{c} }} from "./component{c}.jsx";\n' for c in below),
            children="\n".join(f"      <Component{c} onSelect={{onSelect}} />" for c in below)))
    entry = folder / "entry.jsx"
    entry.write_text('import { createRoot } from "react-dom/client";\nimport { Component0 } from "./component0.jsx";\n'
                     'createRoot(document.getElementById("root")).render(<Component0 />);\n')
    return entry
