# shellcheck shell=bash
# The processes of a Flink cluster on this machine, and the ways to talk to it. Sourced by scripts/cluster, which sets
# $home (the project), $run (the run directory), $flink (an installation: lib/ and plugins/) and $json; file descriptor 5 is stdout.

fail() { # CODE WHAT WHY REMEDY
  if [ "$json" = yes ]; then
    printf '{"error":"%s","what":"%s","why":"%s","remedy":"%s"}\n' "$1" "$(escaped "$2")" "$(escaped "$3")" "$(escaped "$4")" >&5
  fi
  printf '%s: %s\n  why:  %s\n  do:   %s\n' "$@" >&2
  exit 2
}

say() { printf '%s\n' "$*" >&2; }

# A text inside the quotes of JSON.
escaped() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\t'/ }
  printf '%s' "${text//$'\n'/ }"
}

# A port of the loopback address that nobody listens on, below those that the system gives to clients.
free_port() {
  local port try
  for ((try = 0; try < 200; try++)); do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
  fail NO_FREE_PORT "No free port was found." "Two hundred ports between 20000 and 31999 are taken." \
    "End what listens there."
}

class_path() {
  local jars
  jars=$(printf '%s:' "$flink"/lib/*.jar)
  echo "${jars%:}"
}

# Flink's own helper of its start scripts; what it answers is marked, among its log.
flink_says() { # COMMAND [ARGUMENT...]
  local command=$1 out
  shift
  if ! out=$(java -Xmx128m -cp "$(class_path)" org.apache.flink.runtime.util.bash.BashJavaUtils \
    "$command" --configDir "$run/conf" "$@" 2>&1); then
    fail FLINK_CONFIG_INVALID "Flink does not take its configuration." "$(tail -n 1 <<<"$out")" \
      "Correct scripts/flink/config.yaml or the --set."
  fi
  sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p' <<<"$out"
}

# The pid of a process of this run that lives, else nothing: a pid file may be older than the machine's last start.
pid_of() { # NAME
  local pid
  pid=$(cat "$run/pids/$1" 2>/dev/null) || return 0
  # Not through a pipe to grep -q, which may end before its writer and fail it.
  [[ "$(ps -p "$pid" -o command= 2>/dev/null)" == *"-Dtributary.cluster=$run "* ]] && echo "$pid"
  return 0
}

launch() { # NAME JVM-OPTIONS CLASS [ARGUMENT...]
  local name=$1 options=$2 class=$3
  shift 3
  # What an earlier process of this name said stays beside it.
  [ ! -f "$run/log/$name.log" ] || mv "$run/log/$name.log" "$run/log/$name.log.old"
  # shellcheck disable=SC2086 # options are words
  FLINK_CONF_DIR="$run/conf" FLINK_PLUGINS_DIR="$flink/plugins" \
    nohup java $options $(cat "$run/conf/jvm-options") "-Dtributary.cluster=$run" "-Dlog.file=$run/log/$name.log" \
    "-Dlog4j.configurationFile=file:$run/conf/log4j-console.properties" -cp "$(class_path)" \
    "$class" --configDir "$run/conf" "$@" >"$run/log/$name.log" 2>&1 </dev/null 5>&- &
  echo $! >"$run/pids/$name"
}

start_jobmanager() {
  local parameters said
  said=$(flink_says GET_JM_RESOURCE_PARAMS)
  mapfile -t parameters <<<"$said"
  # shellcheck disable=SC2086 # options are words
  launch jobmanager "${parameters[0]}" org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint ${parameters[1]}
}

start_taskmanager() { # NAME
  local parameters said
  said=$(flink_says GET_TM_RESOURCE_PARAMS)
  mapfile -t parameters <<<"$said"
  # shellcheck disable=SC2086 # options are words
  launch "$1" "${parameters[0]}" org.apache.flink.runtime.taskexecutor.TaskManagerRunner ${parameters[1]}
}

# Ends a process of this run: asks first, and insists after 20 seconds.
end() { # NAME
  local pid waited
  pid=$(pid_of "$1")
  if [ -n "$pid" ]; then
    kill "$pid" 2>/dev/null || true
    for ((waited = 0; waited < 100; waited++)); do
      [ -n "$(pid_of "$1")" ] || break
      sleep 0.2
    done
    [ -z "$(pid_of "$1")" ] || kill -9 "$pid" 2>/dev/null || true
  fi
  rm -f "$run/pids/$1"
}

# What the JobManager's REST endpoint answers, or nothing while it does not.
rest() { # PATH
  (
    exec 3<>"/dev/tcp/127.0.0.1/$(cat "$run/rest-port")" || exit 0
    printf 'GET %s HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$1" >&3
    sed -e '1,/^\r*$/d' <&3
  ) 2>/dev/null || true
}

# A number in a JSON object, 0 when it is not there.
number_in() { # JSON NAME
  local found
  found=$(grep -oE "\"$2\":-?[0-9]+" <<<"$1" | head -n 1 | cut -d: -f2) || true
  echo "${found:-0}"
}

text_in() { # JSON NAME
  grep -oE "\"$2\":\"[^\"]*\"" <<<"$1" | head -n 1 | cut -d'"' -f4 || true
}

# The client's output goes to stdout, its errors to $run/log/client.err; its log and both are kept in $run/log/client.log.
client() { # ARGUMENT...
  local status=0
  # shellcheck disable=SC2046 # options are words
  FLINK_CONF_DIR="$run/conf" FLINK_PLUGINS_DIR="$flink/plugins" \
    java -Xmx512m $(cat "$run/conf/jvm-options") "-Dlog4j.configurationFile=file:$run/conf/log4j-console.properties" \
    -cp "$(class_path)" org.apache.flink.client.cli.CliFrontend "$@" >"$run/log/client.out" 2>"$run/log/client.err" || status=$?
  cat "$run/log/client.out" "$run/log/client.err" >>"$run/log/client.log"
  cat "$run/log/client.out"
  return $status
}

# Why the client, or a job, failed: the innermost cause, where a message with a stable code stands.
innermost_cause() { # FILE
  local cause
  cause=$(grep -oE '(^|Caused by: )[A-Za-z0-9_.$]+(Exception|Error|Halted): .*' "$1" | tail -n 1) || true
  cause=${cause#Caused by: }
  echo "${cause:-$(tail -n 1 "$1")}"
}
