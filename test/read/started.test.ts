import { describe, expect, test } from 'vitest';
import { readProject } from '../../src/read/project.ts';
import { folderWith } from './folder.ts';

type Files = Readonly<Record<string, string>>;

async function linkOf(files: Files) {
  const project = await readProject({ root: folderWith(files), scope: 'review', processEnv: {} });
  return project.builds[0];
}

async function startedOf(files: Files): Promise<readonly string[]> {
  return (await linkOf(files))?.started ?? [];
}

const app = (name: string, body = 'public static void main(String[] args) {}') => `class ${name} { ${body} }`;
const spring = (name: string) => `import org.springframework.boot.*;\n@SpringBootApplication\n${app(name)}`;

const modules: Files = {
  'compose.yaml': 'services: {orders: {build: .}}',
  'pom.xml': '<project><modules><module>orders</module></modules></project>',
  'orders/pom.xml': '<project/>',
  'orders/src/main/java/com/acme/orders/Orders.java': `package com.acme.orders;\nimport com.acme.shared.Settings;\n${spring('Orders')}`,
  'orders/src/main/java/com/acme/orders/Import.java': app('Import'),
  'orders/src/test/java/com/acme/orders/OrdersTest.java': spring('OrdersTest'),
  'mail/pom.xml': '<project/>',
  'mail/src/main/java/com/acme/mail/Mail.java': spring('Mail'),
  'shared/src/main/java/com/acme/shared/Settings.java':
    'class Settings { String u = System.getenv("ORDERS_URL"); }',
  'shared/src/main/java/com/acme/shared/Other.java': 'class Other { String u = System.getenv("OTHER_URL"); }',
};
const build =
  'FROM maven:3 AS build\nWORKDIR /src\nCOPY . .\nRUN mvn package\nFROM eclipse-temurin:21\nWORKDIR /app\n';
const orders = 'orders/src/main/java/com/acme/orders/Orders.java';

describe('the class that a command of java starts', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'of the jar of another stage',
      `${build}COPY --from=build /src/orders/target/orders-*.jar app.jar\nENTRYPOINT ["java", "-jar", "app.jar"]`,
      [orders],
    ],
    [
      'of the one of two jars that is named',
      `${build}COPY --from=build /src/orders/target/o.jar /src/mail/target/m.jar ./\nCMD exec java $JAVA_OPTS -jar m.jar`,
      ['mail/src/main/java/com/acme/mail/Mail.java'],
    ],
    [
      'by its name',
      `${build}COPY --from=build /src/orders/target/o.jar ./\nCMD ["java", "-Xmx1g", "-cp", "o.jar:lib/*", "com.acme.orders.Import"]`,
      ['orders/src/main/java/com/acme/orders/Import.java'],
    ],
    [
      'of an unpacked jar',
      `${build}COPY --from=build /src/orders/target/x/ ./\nENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]`,
      [orders],
    ],
    [
      'built where it is run',
      'FROM maven:3\nWORKDIR /src\nCOPY . .\nRUN mvn package\nCMD ["java", "-jar", "mail/target/mail-1.0.jar"]',
      ['mail/src/main/java/com/acme/mail/Mail.java'],
    ],
    [
      'of the module that Maven runs',
      'FROM maven:3\nWORKDIR /src\nCOPY . .\nCMD ["./mvnw", "spring-boot:run", "-pl", "orders"]',
      [orders],
    ],
    [
      'through a script of the shell',
      `${build}COPY --from=build /src/orders/target/o.jar app.jar\nCOPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]`,
      [orders],
    ],
    [
      'but not where it is another program',
      `${build}COPY --from=build /src/orders/target/o.jar ./\nCMD ["sleep", "1"]`,
      [],
    ],
  ])('%s', async (_name, Dockerfile, expected) => {
    const files = {
      ...modules,
      Dockerfile,
      'run.sh': '#!/bin/sh\nset -e\nexec java -jar /app/app.jar "$@"\n',
    };
    expect(await startedOf(files)).toEqual(expected);
  });

  test('as the build declares it, where several could be started', async () => {
    const Dockerfile =
      'FROM gradle:8 AS build\nWORKDIR /src\nCOPY . .\nRUN gradle installDist\nFROM eclipse-temurin:21\nCOPY --from=build /src/build/install/shop /opt/shop\nENTRYPOINT ["/opt/shop/bin/shop"]';
    const files = {
      'compose.yaml': 'services: {shop: {build: .}}',
      Dockerfile,
      'src/main/kotlin/Main.kt': 'fun main() {}',
      'src/main/kotlin/Job.kt': 'fun main(args: Array<String>) {}',
    };
    expect(await startedOf(files)).toEqual([]);
    const declared = { ...files, 'build.gradle.kts': 'application { mainClass.set("com.acme.MainKt") }' };
    expect(await startedOf(declared)).toEqual(['src/main/kotlin/Main.kt']);
  });

  test('with the classes of other modules that it imports, and no others', async () => {
    const Dockerfile = `${build}COPY --from=build /src/orders/target/o.jar ./\nCMD ["java", "-jar", "o.jar"]`;
    const link = await linkOf({ ...modules, Dockerfile });
    const names = link?.sources
      .flatMap(({ facts }) => facts)
      .flatMap((fact) => (fact.kind === 'env-read' ? [fact.name] : []));
    expect(names).toEqual(['ORDERS_URL']);
  });
});

describe('programs beside the one that is started', () => {
  test('are no part of it where they serve by themselves', async () => {
    const server = "import uvicorn\nif __name__ == '__main__':\n    uvicorn.run(app, port=9000)\n";
    const link = await linkOf({
      'compose.yaml': 'services: {api: {build: .}}',
      Dockerfile: 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n',
      'main.py': 'import web\n',
      // What is imported belongs to it, and so does what only does something when it is run.
      'web.py': server,
      'tasks.py': "if __name__ == '__main__':\n    work()\n",
      'demo.py': server,
    });
    expect(link?.sources.map(({ file }) => file)).toEqual(['main.py', 'web.py', 'tasks.py']);
  });
});

const node: Files = {
  'compose.yaml': 'services: {api: {build: .}}',
  'package.json':
    '{"workspaces": ["packages/*"], "scripts": {"serve": "node server.js", "api": "yarn workspace @acme/api dev"}}',
  'packages/api/package.json': '{"name": "@acme/api", "scripts": {"dev": "tsx src/main.ts"}}',
  'packages/api/src/main.ts': '',
  'server.js': '',
  'migrate.js': '',
  Makefile: 'FILE := server.js\nrun: build\n\t@node $(FILE)\nbuild:\n\techo ok\n',
  'entrypoint.sh': '#!/bin/sh\nnode migrate.js\nexec "$@"\n',
  'start.sh': 'python -m pip list\nnode migrate.js\nexec node server.js\n',
};
const at = 'FROM node:22-alpine\nWORKDIR /app\nCOPY . .\n';

describe('the file that a command starts', () => {
  test.each<[string, string, readonly string[]]>([
    ['by a script without run', 'CMD ["yarn", "serve"]', ['server.js']],
    [
      'by a script of a package',
      'CMD ["npm", "run", "dev", "-w", "@acme/api"]',
      ['packages/api/src/main.ts'],
    ],
    ['by a script that runs one of a package', 'CMD pnpm api', ['packages/api/src/main.ts']],
    [
      'by a script of a folder',
      'CMD ["npm", "--prefix", "packages/api", "run", "dev"]',
      ['packages/api/src/main.ts'],
    ],
    ['by a target of make', 'CMD ["make", "run"]', ['server.js']],
    [
      'by an entrypoint that hands over',
      'ENTRYPOINT ["./entrypoint.sh"]\nCMD ["node", "server.js"]',
      ['server.js', 'migrate.js'],
    ],
    [
      'by a script of the shell, its last command first',
      'CMD ["sh", "start.sh"]',
      ['server.js', 'migrate.js'],
    ],
    ['as another user', 'CMD ["su-exec", "node", "node", "server.js"]', ['server.js']],
  ])('%s', async (_name, command, expected) => {
    expect(await startedOf({ ...node, Dockerfile: `${at}${command}\n` })).toEqual(expected);
  });

  test('is not looked for for ever', async () => {
    const files = {
      ...node,
      Makefile: 'run: run\n\tmake run\n\t./start.sh\n',
      'start.sh': './start.sh\nmake run\n',
    };
    expect(await startedOf({ ...files, Dockerfile: `${at}CMD make run\n` })).toEqual([]);
  });
});
