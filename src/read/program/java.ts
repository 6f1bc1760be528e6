// A program in Java: what Maven or Gradle makes of it.
import type { Program } from '../../model/program.ts';
import { joinPath } from '../paths.ts';
import { type ProgramFolder, versionFile } from './folder.ts';

export function readJavaProgram(folder: ProgramFolder): Program | undefined {
  return folder.has('pom.xml') ? ofMaven(folder, folder.text('pom.xml') ?? '') : ofGradle(folder);
}

function ofMaven(folder: ProgramFolder, pom: string): Program | undefined {
  const version =
    /<(?:java\.version|maven\.compiler\.release|maven\.compiler\.target|release)>\s*(?:1\.)?(\d+)\s*</.exec(
      pom,
    )?.[1];
  const isRunnable = /spring-boot-maven-plugin|maven-shade-plugin|maven-assembly-plugin|<mainClass>/.test(
    pom,
  );
  if (!isRunnable) return undefined;
  const hasWrapper = folder.has('mvnw') && folder.has('.mvn/wrapper/maven-wrapper.properties');
  const unclear = /<modules>/.test(pom)
    ? 'it consists of several modules: which of them is the service is not said'
    : undefined;
  const manifests = hasWrapper ? ['mvnw', '.mvn', 'pom.xml'] : ['pom.xml'];
  return programOf(folder, 'maven', version, 'pom.xml', hasWrapper ? './mvnw' : 'mvn', manifests, unclear);
}

function ofGradle(folder: ProgramFolder): Program | undefined {
  const file = folder.has('build.gradle') ? 'build.gradle' : 'build.gradle.kts';
  const text = folder.text(file) ?? '';
  if (!/org\.springframework\.boot/.test(text)) return undefined;
  const version =
    /JavaLanguageVersion\.of\((\d+)\)/.exec(text)?.[1] ??
    /(?:source|target)Compatibility\s*=\s*["']?(?:JavaVersion\.VERSION_)?(?:1[._])?(\d+)/.exec(text)?.[1];
  const hasWrapper = folder.has('gradlew') && folder.has('gradle/wrapper/gradle-wrapper.properties');
  const settings = ['settings.gradle', 'settings.gradle.kts'].filter((name) => folder.has(name));
  const isMany = settings.some((name) => /^\s*include\b/m.test(folder.text(name) ?? ''));
  const unclear = isMany
    ? 'it consists of several modules: which of them is the service is not said'
    : undefined;
  const manifests = [...(hasWrapper ? ['gradlew', 'gradle'] : []), file, ...settings];
  return programOf(folder, 'gradle', version, file, hasWrapper ? './gradlew' : 'gradle', manifests, unclear);
}

function programOf(
  folder: ProgramFolder,
  tool: 'maven' | 'gradle',
  version: string | undefined,
  file: string,
  build: string,
  manifests: readonly string[],
  unclear: string | undefined,
): Program {
  return {
    folder: folder.folder,
    kind: 'java',
    tool,
    version:
      version === undefined
        ? versionFile(folder, ['.java-version'])
        : { text: version, file: joinPath(folder.folder, file) },
    manifests,
    lock: undefined,
    start: ['java', '-XX:MaxRAMPercentage=75', '-jar', 'app.jar'],
    // Of Spring Boot, unless its settings say otherwise.
    defaultPort: 8080,
    build,
    pages: undefined,
    unclear,
    sources: folder.sources,
  };
}
