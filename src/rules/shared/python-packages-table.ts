// Python modules and the packages that bring them, as PyPI knows them: the "requires" of each package's page.

/** Modules whose packages are known, by their top name; of several packages any one will do. */
const modules = `
  aio_pika: aio-pika
  aiofiles: aiofiles
  aiohttp: aiohttp
  aiokafka: aiokafka
  aiomqtt: aiomqtt
  aioredis: aioredis
  aiosmtplib: aiosmtplib
  aiosqlite: aiosqlite
  alembic: alembic
  anthropic: anthropic
  apscheduler: apscheduler
  asyncpg: asyncpg
  bcrypt: bcrypt
  boto3: boto3
  bs4: beautifulsoup4
  catboost: catboost
  ccxt: ccxt
  celery: celery
  chromadb: chromadb chromadb-client
  confluent_kafka: confluent-kafka
  croniter: croniter
  dash: dash
  docker: docker
  docx: python-docx
  dotenv: python-dotenv
  elasticsearch: elasticsearch elasticsearch7 elasticsearch8
  evidently: evidently
  faiss: faiss-cpu faiss-gpu faiss
  fakeredis: fakeredis
  fastapi: fastapi fastapi-slim
  feedparser: feedparser
  fitz: pymupdf
  flask: flask
  flask_cors: flask-cors
  flask_jwt_extended: flask-jwt-extended
  flask_limiter: flask-limiter
  flask_migrate: flask-migrate
  flask_socketio: flask-socketio
  flask_sqlalchemy: flask-sqlalchemy
  groq: groq
  gymnasium: gymnasium
  hdbscan: hdbscan
  hmmlearn: hmmlearn
  hvac: hvac
  httpx: httpx
  influxdb_client: influxdb-client
  jose: python-jose
  jsonschema: jsonschema
  jwt: pyjwt
  kafka: kafka-python kafka-python-ng
  langchain: langchain
  langgraph: langgraph
  lightgbm: lightgbm
  loguru: loguru
  matplotlib: matplotlib
  minio: minio
  mlflow: mlflow mlflow-skinny
  mongoengine: mongoengine
  motor: motor
  mysql: mysql-connector-python mysql-connector
  nats: nats-py
  neo4j: neo4j
  networkx: networkx
  nltk: nltk
  numba: numba
  numpy: numpy
  ollama: ollama
  openai: openai
  openpyxl: openpyxl
  optuna: optuna
  orjson: orjson
  paho: paho-mqtt
  pandas: pandas
  pandas_ta: pandas-ta pandas-ta-classic
  passlib: passlib
  pdfplumber: pdfplumber
  peewee: peewee
  pgvector: pgvector
  pika: pika
  plotly: plotly
  polars: polars
  prometheus_client: prometheus-client
  prometheus_fastapi_instrumentator: prometheus-fastapi-instrumentator
  prophet: prophet
  psutil: psutil
  psycopg: psycopg psycopg-binary
  psycopg2: psycopg2 psycopg2-binary psycopg2-pool
  pydantic_settings: pydantic-settings
  pymongo: pymongo
  pymysql: pymysql
  pyotp: pyotp
  pytesseract: pytesseract
  pytz: pytz
  qdrant_client: qdrant-client
  qrcode: qrcode
  redis: redis
  reportlab: reportlab
  requests: requests
  rq: rq
  schedule: schedule
  scipy: scipy
  seaborn: seaborn
  sendgrid: sendgrid
  sentence_transformers: sentence-transformers
  sentry_sdk: sentry-sdk
  shap: shap
  sklearn: scikit-learn
  slowapi: slowapi
  socketio: python-socketio
  spacy: spacy
  sqlalchemy: sqlalchemy
  sqlmodel: sqlmodel
  sse_starlette: sse-starlette
  statsmodels: statsmodels
  strawberry: strawberry-graphql
  streamlit: streamlit
  stripe: stripe
  structlog: structlog
  talib: ta-lib ta-lib-bin
  telegram: python-telegram-bot
  tenacity: tenacity
  tensorflow: tensorflow tensorflow-cpu tensorflow-gpu tf-nightly
  tiktoken: tiktoken
  torch: torch
  torchvision: torchvision
  transformers: transformers
  tweepy: tweepy
  twilio: twilio
  ulid: python-ulid ulid-py
  umap: umap-learn
  uvicorn: uvicorn
  vaderSentiment: vadersentiment
  web3: web3
  websocket: websocket-client
  websockets: websockets
  xgboost: xgboost xgboost-cpu
  yaml: pyyaml
  yfinance: yfinance
`;

/** What packages bring along, directly or not, as far as it is among those above; an extra is written in brackets. */
const requires = `
  aio-pika:
  aiofiles:
  aiohttp:
  aiokafka:
  aiomqtt: paho-mqtt
  aioredis: redis
  aiosmtplib:
  aiosqlite:
  alembic: sqlalchemy
  anthropic: httpx
  annotated-types:
  anyio:
  apscheduler: pytz
  argon2-cffi:
  asyncpg:
  async-timeout:
  bcrypt:
  beautifulsoup4:
  black:
  boto3:
  celery:
  celery[redis]: redis
  certifi:
  click:
  colorama:
  confluent-kafka:
  coverage:
  croniter: pytz
  cryptography:
  docker: requests
  email-validator:
  fakeredis: redis
  fastapi:
  fastapi[all]: httpx pyyaml orjson uvicorn python-dotenv websockets pydantic-settings
  fastapi[standard]: httpx uvicorn python-dotenv websockets pyyaml pydantic-settings sentry-sdk
  fastapi-cors:
  feedparser:
  flake8:
  flask:
  flask-cors: flask
  flask-jwt-extended: flask pyjwt
  flask-limiter: flask
  flask-login: flask
  flask-migrate: flask flask-sqlalchemy alembic sqlalchemy
  flask-restful: flask pytz
  flask-socketio: flask python-socketio
  flask-sqlalchemy: flask sqlalchemy
  flask-wtf: flask
  groq: httpx
  greenlet:
  gunicorn:
  gevent:
  eventlet:
  h11:
  hiredis:
  httpx:
  httptools:
  hvac: requests
  isort:
  itsdangerous:
  jinja2:
  joblib:
  jsonschema:
  kafka-python:
  kafka-python-ng:
  loguru:
  lxml:
  markdown:
  minio:
  motor: pymongo
  mypy:
  nats-py:
  networkx:
  numpy:
  openai: httpx
  openpyxl:
  orjson:
  paho-mqtt:
  pandas: numpy pytz
  passlib:
  passlib[bcrypt]: bcrypt
  passlib[argon2]:
  pika:
  pillow:
  prometheus-client:
  prometheus-fastapi-instrumentator: prometheus-client fastapi
  psutil:
  psycopg2:
  psycopg2-binary:
  psycopg[binary]:
  psycopg[pool]:
  psycopg:
  pydantic:
  pydantic[email]:
  pydantic-settings: python-dotenv
  pyjwt:
  pyjwt[crypto]:
  pymongo:
  pymysql:
  pyotp:
  pytest:
  pytest-asyncio:
  pytest-cov:
  pytest-mock:
  python-dateutil:
  python-dotenv:
  python-jose:
  python-jose[cryptography]:
  python-json-logger:
  python-multipart:
  python-socketio:
  python-ulid:
  pytz:
  pyyaml:
  redis:
  redis[hiredis]:
  requests:
  ruff:
  schedule:
  scikit-learn: numpy scipy
  scipy: numpy
  sentry-sdk:
  setuptools:
  six:
  slowapi: redis
  sqlalchemy:
  sqlalchemy[asyncio]:
  sqlmodel: sqlalchemy
  sse-starlette:
  starlette:
  strawberry-graphql:
  strawberry-graphql[fastapi]: fastapi
  stripe: requests
  structlog:
  tenacity:
  twilio: requests pyjwt aiohttp
  typing-extensions:
  tzdata:
  ujson:
  urllib3:
  uvicorn:
  uvicorn[standard]: python-dotenv pyyaml websockets
  uvloop:
  watchfiles:
  websocket-client:
  websockets:
  werkzeug:
  wheel:
  xmltodict:
  yfinance: pandas numpy requests beautifulsoup4 websockets pytz
  textblob: nltk
  nltk:
  tweepy: requests
  praw: websocket-client requests
  vadersentiment: requests
  statsmodels: numpy scipy pandas
  matplotlib: numpy
  seaborn: numpy pandas matplotlib
  plotly:
  xgboost: numpy scipy
  lightgbm: numpy scipy
  numba: numpy
  sec-edgar-api: requests
  pyarrow: numpy
  alpha-vantage: requests aiohttp pandas numpy
  ccxt: requests aiohttp
  fake-useragent:
  python-telegram-bot: httpx
  aiogram: aiohttp aiofiles pydantic
  elasticsearch:
  qdrant-client: httpx numpy
  pgvector: numpy
  reportlab:
  pymupdf:
  pypdf:
  pypdf2:
  pdfplumber:
  python-docx:
  xlsxwriter:
  asyncio-mqtt: paho-mqtt
  influxdb-client:
  neo4j: pytz
  web3: requests aiohttp websockets
  bleach:
  django:
  djangorestframework:
  django-cors-headers:
  whitenoise:
  httpie: requests
  locust: requests flask psutil
  tiktoken: requests
  uvicorn-worker: uvicorn
  opentelemetry-api:
  opentelemetry-sdk:
  opentelemetry-exporter-otlp: requests
  opentelemetry-exporter-otlp-proto-grpc:
  opentelemetry-exporter-otlp-proto-http: requests
  opentelemetry-instrumentation:
  opentelemetry-instrumentation-fastapi:
  opentelemetry-instrumentation-httpx:
  opentelemetry-instrumentation-redis:
  opentelemetry-instrumentation-sqlalchemy:
  opentelemetry-instrumentation-requests:
  opentelemetry-instrumentation-asyncpg:
`;

/**
 * Modules that hardly any package brings along but those named here. A package that no table knows may bring any of the
 * others.
 */
const seldom = `
  aioredis: fastapi-cache2 fastapi-limiter arq aiocache channels-redis
  aiokafka: faststream
  asyncpg: tortoise-orm gino databases encode-databases ormar piccolo
  confluent_kafka: faststream quixstreams
  feedparser: newspaper3k newspaper4k pygooglenews gnews arxiv
  fastapi: mlflow chromadb gradio ray bentoml feast fastapi-users fastapi-mail sqladmin litellm guardrails-ai langserve evidently nicegui prefect zenml deepeval inngest titiler.core
  flask: dash mlflow locust flask- apache-airflow moto opencensus functions-framework connexion apiflask
  flask_cors: mlflow flask-restx connexion
  flask_jwt_extended:
  flask_limiter: apache-airflow flask-appbuilder
  flask_migrate: flask-appbuilder
  flask_socketio:
  flask_sqlalchemy: flask-migrate flask-appbuilder
  hdbscan: bertopic
  hmmlearn:
  hvac:
  influxdb_client:
  jose: fastapi-users fastapi-jwt-auth fastapi-keycloak python-keycloak
  kafka: aiokafka faust-streaming
  lightgbm: pycaret
  minio: feast pymilvus
  mongoengine: flask-mongoengine
  motor: beanie odmantic
  neo4j: graphiti-core neomodel langchain-neo4j neo4j-graphrag py2neo
  paho: aiomqtt asyncio-mqtt fastapi-mqtt flask-mqtt gmqtt fastmqtt
  passlib: fastapi-users flask-security apispec
  pika:
  aio_pika: faststream
  prophet:
  psycopg2: aiopg sqlalchemy[postgresql dbt-postgres apache-airflow-providers-postgres timescale-vector llama-index-vector-stores-postgres langchain-postgres
  pymysql: aiomysql tortoise-orm
  pyotp: flask-security
  qdrant_client: mem0ai langchain-qdrant llama-index-vector-stores-qdrant fastembed crewai
  slowapi:
  strawberry: strawberry-graphql-django
  stripe:
  twilio:
  sendgrid:
  structlog: langgraph-api
  talib:
  tweepy:
  ulid:
  vaderSentiment:
  celery: django-celery-beat django-celery-results flower celery-redbeat celery-types apache-airflow-providers-celery
  rq: django-rq flask-rq2 rq-dashboard rq-scheduler
  xgboost: pycaret
  yfinance: openbb
`;

function rowsOf(text: string): ReadonlyMap<string, readonly string[]> {
  const rows = text.trim().split('\n');
  return new Map(
    rows.map((row) => {
      const at = row.indexOf(':');
      return [
        row.slice(0, at).trim(),
        row
          .slice(at + 1)
          .split(' ')
          .filter((word) => word !== ''),
      ];
    }),
  );
}

export const packagesOfModule = rowsOf(modules);
export const packagesBrought = rowsOf(requires);
export const rareBringers = rowsOf(seldom);
