// MongoDB: an archive of all databases, and a second server that takes it back.
import type { EngineScript } from './script.ts';

export const mongo: EngineScript = {
  name: 'MongoDB',
  counted: 'documents',
  back: 'mongorestore --drop --gzip --archive=FILE, with the application stopped.',
  functions: `
export STORE_USER="\${STORE_USER:-}"
export STORE_LOGIN="$password"
port=27018

# Counts each collection at HOST:PORT, logged in where a user is named behind it.
count_in() {
  COUNTED="$1" LOGIN="$2" mongosh --quiet --nodb --eval '
    const [address, login] = [process.env.COUNTED, process.env.LOGIN];
    const user = encodeURIComponent(process.env.STORE_USER) + ":" + encodeURIComponent(process.env.STORE_LOGIN);
    const client = new Mongo("mongodb://" + (login === "" ? "" : user + "@") + address);
    for (const { name } of client.getDBs().databases) {
      if (["admin", "config", "local"].includes(name)) continue;
      const database = client.getDB(name);
      for (const { name: collection, type } of database.getCollectionInfos()) {
        if (type === "collection" && !collection.startsWith("system."))
          print(database.getCollection(collection).countDocuments({}) + " " + name + "." + collection);
      }
    }'
}

count_store() {
  count_in "$STORE_HOST:27017" "$STORE_USER"
}

# The password in a file: arguments can be read by everyone on the host.
save() {
  if [ -z "$STORE_USER" ]; then
    mongodump --quiet --host "$STORE_HOST" --gzip --archive="$1"
  else
    printf "password: '%s'\\n" "$(printf '%s' "$STORE_LOGIN" | sed "s/'/''/g")" >"$work/login"
    mongodump --quiet --config "$work/login" --host "$STORE_HOST" --username "$STORE_USER" \\
      --authenticationDatabase admin --gzip --archive="$1"
  fi
}

start_trial() {
  mongod --dbpath "$trial" --port "$port" --bind_ip 127.0.0.1 --fork --logpath "$work/server"
}

restore() {
  mongorestore --quiet --host 127.0.0.1 --port "$port" --nsExclude 'admin.*' --nsExclude 'config.*' --gzip --archive="$1"
}

count_trial() {
  count_in "127.0.0.1:$port" ''
}

stop_trial() {
  mongod --dbpath "$trial" --shutdown
}
`,
};
