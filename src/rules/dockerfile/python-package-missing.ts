import type { Stage } from '../../model/dockerfile.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { loadedModules } from '../shared/loaded-modules.ts';
import { type PythonInstalls, pythonInstalls } from '../shared/python-installs.ts';
import { packagesBrought, packagesOfModule, rareBringers } from '../shared/python-packages-table.ts';
import { pythonStarts } from '../shared/python-starts.ts';

export default defineRule({
  id: 'python-package-missing',
  area: 'dockerfile',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'The started code imports a package that the image does not install',
  why: 'Python stops with ModuleNotFoundError, and the container exits as soon as it starts.',
  fix: 'Name the package in the list that the image installs.',
  references: ['https://pip.pypa.io/en/stable/reference/requirements-file-format/'],
  on: 'stage',
  *check(stage, { project, dockerfile, links }) {
    if (!isPython(stage)) return;
    const told = new Set<string>();
    for (const program of pythonStarts(project, links, stage)) {
      const loaded = loadedModules(program, project.files).elsewhere.filter(({ use }) =>
        packagesOfModule.has(topOf(use.module)),
      );
      const installs =
        loaded.length === 0
          ? undefined
          : pythonInstalls({ project, dockerfile, context: program.context }, program.target);
      if (installs === undefined) continue;
      for (const { use } of loaded) {
        const module = topOf(use.module);
        const [name = ''] = packagesOfModule.get(module) ?? [];
        if (told.has(module) || mayBeThere(module, installs) || isOwn(project, module)) continue;
        told.add(module);
        yield {
          at: use.at,
          message: `${module} is imported as the service starts, but ${installs.list ?? 'the image'} does not name ${name}`,
          object: `module ${module}`,
          related: [{ at: installs.at, message: 'packages are installed here' }],
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
          COPY requirements.txt ./
          RUN pip install --no-cache-dir -r requirements.txt
          COPY app ./app
          CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]
        `,
        'requirements.txt': 'fastapi==0.115.12\nuvicorn[standard]==0.34.2\n',
        'app/__init__.py': '',
        'app/main.py': 'from fastapi import FastAPI\n\nfrom .store import connect\n',
        'app/store.py':
          'import yaml\nimport asyncpg\n\ntry:\n    import redis\nexcept ImportError:\n    redis = None\n',
      },
      'app/store.py:2:8',
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
        COPY requirements.txt ./
        RUN pip install --no-cache-dir -r requirements.txt
        COPY app ./app
        CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0"]
      `,
      'requirements.txt': '-r base.txt\nsome-company-kit==2.1\n',
      'base.txt': 'fastapi==0.115.12\npsycopg2_binary==2.9.10\nalembic==1.15.2\n',
      'app/main.py':
        'import numpy\nimport psycopg2\nfrom sqlalchemy import text\nfrom fastapi import FastAPI\n',
    }),
  ],
});

/** What the official image of Python holds is what its Dockerfile adds. */
function isPython({ image }: Stage): boolean {
  const root = image.rootImage === undefined ? undefined : parseImage(image.rootImage);
  const start = [image.entrypoint, image.cmd].flatMap((line) => line?.words.map(({ value }) => value) ?? []);
  return root?.repository === 'python' && !/\.sh\b/.test(start.join(' '));
}

function topOf(module: string): string {
  return module.replace(/\..*$/, '');
}

/** The package is named, or another one may bring it along. */
function mayBeThere(module: string, { packages, complete }: PythonInstalls): boolean {
  const wanted = packagesOfModule.get(module) ?? [];
  const isWanted = (name: string) => wanted.includes(name);
  if ([...packages].some((name) => isWanted(name.replace(/\[.*$/, '')))) return true;
  if (complete) return false;
  const rare = rareBringers.get(module);
  return [...packages].some((name) => {
    const brought = packagesBrought.get(name);
    if (brought !== undefined) return brought.some(isWanted);
    // An extra that no row knows may bring anything.
    if (rare === undefined) return true;
    return rare.some((each) => (/[-[]$|\[\w/.test(each) ? name.startsWith(each) : name === each));
  });
}

const namesOf = new WeakMap<Project, ReadonlySet<string>>();

/** A folder or file of the repository has the name: it may be on Python's path in a way that is not followed. */
function isOwn(project: Project, module: string): boolean {
  const known = namesOf.get(project) ?? ownNames(project);
  namesOf.set(project, known);
  return known.has(module);
}

function ownNames(project: Project): ReadonlySet<string> {
  const names = project.files
    .below('')
    .filter((file) => file.endsWith('.py'))
    .flatMap((file) => file.slice(0, -3).split('/'));
  return new Set(names);
}
