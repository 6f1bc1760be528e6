// Which source files and variables count as part of the running service.

/** Tests, examples and tooling: their listen calls and variables are not the service's. */
export function isTestPath(path: string): boolean {
  return (
    /(?:^|\/)(?:tests?|__tests__|spec|e2e|examples?|fixtures?|mocks?|scripts?|tools?|bench(?:marks?)?|stories|migrations|cypress|docs?)\//i.test(
      path,
    ) || /(?:^|\/)(?:test_[^/]*|conftest|[^/]*_test|[^/]*\.(?:test|spec|config|stories))\.[^/.]+$/i.test(path)
  );
}

const platformNames = new Set(
  `NODE_ENV HOME PATH PORT HOST HOSTNAME TZ LANG LC_ALL USER USERNAME LOGNAME SHELL PWD OLDPWD TERM CI DEBUG COLUMNS LINES
  TMPDIR TEMP TMP EDITOR PAGER NO_COLOR FORCE_COLOR HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy
  PYTHONPATH PYTHONUNBUFFERED VIRTUAL_ENV JAVA_HOME GOPATH GOROOT XDG_CONFIG_HOME XDG_CACHE_HOME APPDATA LOCALAPPDATA
  UID GID HOSTTYPE DISPLAY SSH_AUTH_SOCK GITHUB_SHA GITHUB_REF GITHUB_TOKEN WERKZEUG_RUN_MAIN BASE_URL VERSION
  LOG_LEVEL COMMIT COMMIT_SHA GIT_COMMIT BUILD_ID BUILD_NUMBER ANALYZE PROD DEV MODE SSR`.split(/\s+/),
);
const platformPrefixes =
  /^(?:npm_|VITE_|NEXT_|NUXT_|REACT_APP_|EXPO_|GATSBY_|VERCEL|NETLIFY|RAILWAY_|RENDER|HEROKU|FLY_|KUBERNETES_|AWS_|AZURE_|GOOGLE_|GITHUB_|GITLAB_|CI_|OTEL_|SENTRY_|DD_|JEST_|VITEST|PYTEST|COMPOSE_|DOCKER_|UV_|PIP_|CUDA_|NVIDIA_|DYNO|K_|FUNCTIONS?_|TEST_?|npm)/;

/** Variables that the shell, the platform or a tool sets, or that are optional by custom. */
export function isPlatformVariable(name: string): boolean {
  return platformNames.has(name) || platformPrefixes.test(name);
}
