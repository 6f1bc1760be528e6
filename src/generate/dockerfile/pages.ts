// Pages that are served as files, by nginx without root.
import { pagesImage } from './versions-table.ts';

/** From a folder of the build stage; from the context without one. */
export function pagesLines(folder: string | undefined): readonly string[] {
  return [
    '# It runs as a user without rights, and therefore listens on 8080.',
    `FROM ${pagesImage}`,
    folder === undefined
      ? 'COPY . /usr/share/nginx/html/'
      : `COPY --from=build ${folder} /usr/share/nginx/html/`,
  ];
}
