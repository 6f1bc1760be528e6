import { posix } from 'node:path';
import type { Dockerfile } from '../../model/dockerfile.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { runText } from '../shared/installs.ts';
import { type Absent, loadedModules } from '../shared/loaded-modules.ts';
import { pythonStarts } from '../shared/python-starts.ts';

export default defineRule({
  id: 'imported-module-missing',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The started code imports something of its own that is not there',
  why: 'Python stops with an ImportError, and the container exits as soon as it starts.',
  fix: 'Add the missing module to the repository, or import what there is.',
  references: ['https://docs.python.org/3/reference/import.html'],
  on: 'stage',
  *check(stage, { project, dockerfile, links }) {
    const told = new Set<string>();
    for (const program of pythonStarts(project, links, stage)) {
      const { absent, fromFiles } = loadedModules(program, project.files);
      const missing = absent.filter((one) => !isMade(dockerfile, one.path) && !liesElsewhere(project, one));
      for (const one of missing) {
        if (told.has(one.path)) continue;
        told.add(one.path);
        yield {
          at: one.use.at,
          message: `${one.use.module} is imported as the service starts, but there is no ${written(project, one)}`,
          object: `module ${one.path}`,
        };
      }
      const texts = new Map<string, string | undefined>();
      for (const { use, file } of fromFiles) {
        if (!texts.has(file)) texts.set(file, project.files.text(file, maximumFile));
        const name = use.names.find((each) => !defines(texts.get(file), each));
        if (name === undefined || told.has(`${file} ${name}`)) continue;
        told.add(`${file} ${name}`);
        yield {
          at: use.at,
          message: `${name} is imported as the service starts, but ${file} has no such name`,
          object: `module ${file} ${name}`,
        };
      }
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
        `,
        Dockerfile: `
          FROM python:3.13-slim
          WORKDIR /app
          COPY app ./app
          CMD ["python", "-m", "app.main"]
        `,
        'app/__init__.py': '',
        'app/main.py': 'from app.orders import Order, place\nfrom .models.schemas import Item\n',
        'app/orders.py': 'class Order:\n    pass\n',
      },
      ['app/main.py:1:6', 'app/main.py:2:6'],
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
      `,
      Dockerfile: `
        FROM python:3.13-slim
        WORKDIR /app
        COPY app ./app
        CMD ["python", "-m", "app.main"]
      `,
      'app/__init__.py': '',
      'app/main.py':
        'from app.orders import Order, helper\nfrom . import orders\n\ntry:\n    from .local import settings\nexcept ImportError:\n    settings = None\n',
      'app/orders.py': 'from .parts import *\n\n\nclass Order:\n    pass\n',
      'app/parts.py': 'def helper():\n    pass\n',
    }),
  ],
});

function written(project: Project, { path }: Absent): string {
  const isIgnored =
    project.files.isGitIgnored(`${path}.py`) || project.files.isGitIgnored(`${path}/__init__.py`);
  return `${path}.py${isIgnored ? ' in the repository: git ignores it' : ''}`;
}

/** The same module below another folder: it may be copied to where it is looked for. */
function liesElsewhere(project: Project, { use }: Absent): boolean {
  const end = `/${use.module.replace(/^\.+/, '').replaceAll('.', '/')}`;
  return project.files
    .below('')
    .some((file) => `/${file}`.endsWith(`${end}.py`) || `/${file}`.endsWith(`${end}/__init__.py`));
}

/** Written by a tool while the image is built. */
function isMade(dockerfile: Dockerfile, path: string): boolean {
  if (/_pb2|_version$|generated|\bgen\b|proto/i.test(path)) return true;
  const name = posix.basename(path);
  return dockerfile.instructions.some(
    (one) =>
      (one.keyword === 'RUN' &&
        (/protoc|generat|codegen|\bmake\b|git clone/.test(runText(one)) || runText(one).includes(name))) ||
      (/^(?:COPY|ADD)$/.test(one.keyword) && one.args.some(({ value }) => value.includes(name))),
  );
}

/** Longer files are data. */
const maximumFile = 512 * 1024;

/** The name stands in the file, or may come from elsewhere. */
function defines(text: string | undefined, name: string): boolean {
  if (text === undefined || name === '*' || text.includes(name)) return true;
  return /import\s*\*|__getattr__|globals\(\)|\bexec\(|setattr\(|sys\.modules/.test(text);
}
