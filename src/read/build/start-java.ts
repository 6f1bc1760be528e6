// What a call of java, Maven or Gradle starts, as written.

export type JavaStarted =
  /** `java -jar app.jar`; without a path for the launcher of an unpacked one. */
  | { readonly kind: 'jar'; readonly path: string | undefined }
  | { readonly kind: 'class'; readonly name: string }
  /** `mvn spring-boot:run`, `gradle :orders:bootRun`: the module of that folder. */
  | { readonly kind: 'built'; readonly folder: string | undefined };

/** Options whose next word is their value. */
const valued =
  /^(?:-cp|-classpath|--class-path|-p|--module-path|--add-modules|--add-opens|--add-exports|--add-reads|--upgrade-module-path)$/;

export function startedByJava(rest: readonly string[]): JavaStarted[] {
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    const next = rest[at + 1] ?? '';
    if (word === '-jar') return next === '' || next.includes('$') ? [] : [{ kind: 'jar', path: next }];
    if (word === '-m' || word === '--module')
      return next.includes('/') ? [named(next.replace(/^.*\//, ''))] : [];
    if (valued.test(word)) at += 1;
    // Options, files of options, and variables that hold them.
    else if (!/^[-@$]/.test(word) && word !== '') return /^[A-Za-z_][\w.$]*$/.test(word) ? [named(word)] : [];
  }
  return [];
}

/** Spring Boot's own launcher starts what the manifest of the jar names. */
function named(name: string): JavaStarted {
  return /^org\.springframework\.boot\.loader\./.test(name)
    ? { kind: 'jar', path: undefined }
    : { kind: 'class', name };
}

export function startedByBuildTool(program: string, rest: readonly string[]): JavaStarted[] {
  const isMaven = program.startsWith('mvn');
  const task = rest.find((word) =>
    isMaven
      ? /^(?:spring-boot:run|exec:java|quarkus:dev)$/.test(word)
      : /(?:^|:)(?:bootRun|run|quarkusDev)$/.test(word),
  );
  if (task === undefined) return [];
  const flag = isMaven ? /^(?:-pl|--projects)$/ : /^(?:-p|--project-dir)$/;
  const at = rest.findIndex((word) => flag.test(word));
  const folder = at === -1 ? task.split(':').slice(0, -1).join('/') : rest[at + 1]?.replace(/^:/, '');
  return [
    { kind: 'built', folder: isMaven && at === -1 ? undefined : folder?.replace(/^\//, '') || undefined },
  ];
}
