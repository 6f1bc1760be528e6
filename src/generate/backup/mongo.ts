// MongoDB: an archive of all databases, and a second server that takes it back.
import type { EngineScript } from './script.ts';

/** What belongs to the server itself: its users and settings stay as they are. */
const without = "--nsExclude 'admin.*' --nsExclude 'config.*'";

export const mongo: EngineScript = {
  name: 'MongoDB',
  port: 27017,
  counted: 'documents',
  before: 'What the store held is kept as a copy of its own first, which can be restored like any other.',
  functions: `
export STORE_USER="\${STORE_USER:-}"
export STORE_LOGIN="$password"
trial_port=27018

# Runs a script for each database at HOST:PORT, logged in where a user is named behind it.
each_database() {
  ASKED="$1" LOGIN="$2" ACT="$3" mongosh --quiet --nodb --eval '
    const [address, login, act] = [process.env.ASKED, process.env.LOGIN, process.env.ACT];
    const user = encodeURIComponent(process.env.STORE_USER) + ":" + encodeURIComponent(process.env.STORE_LOGIN);
    const client = new Mongo("mongodb://" + (login === "" ? "" : user + "@") + address);
    for (const { name } of client.getDBs().databases) {
      if (["admin", "config", "local"].includes(name)) continue;
      const database = client.getDB(name);
      if (act === "drop") database.dropDatabase();
      else for (const { name: collection, type } of database.getCollectionInfos()) {
        if (type === "collection" && !collection.startsWith("system."))
          print(database.getCollection(collection).countDocuments({}) + " " + name + "." + collection);
      }
    }'
}

count_store() {
  each_database "$STORE_HOST:$port" "$STORE_USER" count
}

# Runs a tool at the store. The password in a file: arguments can be read by everyone on the host.
at_store() {
  tool=$1
  shift
  if [ -z "$STORE_USER" ]; then
    "$tool" --quiet --host "$STORE_HOST" --port "$port" --gzip "$@"
  else
    printf "password: '%s'\\n" "$(printf '%s' "$STORE_LOGIN" | sed "s/'/''/g")" >"$work/login"
    "$tool" --quiet --config "$work/login" --host "$STORE_HOST" --port "$port" --username "$STORE_USER" \\
      --authenticationDatabase admin --gzip "$@"
  fi
}

save() {
  count_store >"$work/before"
  at_store mongodump --archive="$1/dump.archive"
  count_store >"$work/after"
}

start_trial() {
  mongod --dbpath "$trial" --port "$trial_port" --bind_ip 127.0.0.1 --fork --logpath "$work/server"
}

load_trial() {
  mongorestore --quiet --host 127.0.0.1 --port "$trial_port" ${without} --gzip --archive="$copy/dump.archive"
}

count_trial() {
  each_database "127.0.0.1:$trial_port" '' count
}

stop_trial() {
  mongod --dbpath "$trial" --shutdown
}

restore_store() {
  keep_present
  touched=yes
  step='the copy could not be put into the store'
  each_database "$STORE_HOST:$port" "$STORE_USER" drop
  at_store mongorestore ${without} --archive="$copy/dump.archive"
}

take_back() {
  echo "backup of $STORE_HOST: the store holds a part of the copy; restore another one, or \${present:-none}, which it held before"
}
`,
};
