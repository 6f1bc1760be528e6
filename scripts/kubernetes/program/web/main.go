// Command web is what the test images run: a web server on $PORT (8080) whose behaviour is $MODE:
//
//	ok        ready at once
//	slow      ready after $DELAY (5s)
//	degrade   ready at once, not any more after $DELAY
//	notready  runs, but is never ready
//	crash     ends at once with code 1
//	oom       takes memory until it is killed
//	flaky     every second answer of / is a 500
//	stubborn  does not end when it is asked to
//
// It answers /, /healthz (always well), /ready and /metrics. `web get URL` asks another server, from within a pod whose
// image has no other client; `web pause` waits, as the container that holds a pod's namespaces does.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

type server struct {
	mode, version, host string
	ready               atomic.Bool
	good, bad           atomic.Int64
}

func main() {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGTERM, syscall.SIGINT)
	switch {
	case len(os.Args) == 3 && os.Args[1] == "get":
		os.Exit(get(os.Args[2]))
	case len(os.Args) == 2 && os.Args[1] == "pause":
		// Ignored, the kernel takes dead children away by itself: as first process of a namespace it gets all orphans.
		signal.Ignore(syscall.SIGCHLD)
		<-asked
		return
	}
	own := &server{mode: setting("MODE", "ok"), version: setting("VERSION", "0")}
	own.host, _ = os.Hostname()
	go own.endWhen(asked)
	own.start()
	if err := http.ListenAndServe(":"+setting("PORT", "8080"), own.routes()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func setting(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func get(url string) int {
	client := http.Client{Timeout: 5 * time.Second}
	answer, err := client.Get(url)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer answer.Body.Close()
	io.Copy(os.Stdout, answer.Body)
	if answer.StatusCode >= 400 {
		return 1
	}
	return 0
}

func (own *server) endWhen(asked <-chan os.Signal) {
	for range asked {
		fmt.Println("asked to stop")
		if own.mode != "stubborn" {
			os.Exit(0)
		}
	}
}

func (own *server) start() {
	fmt.Println("version", own.version, "starts as", own.mode)
	delay, err := time.ParseDuration(setting("DELAY", "5s"))
	if err != nil {
		delay = 5 * time.Second
	}
	switch own.mode {
	case "crash":
		fmt.Fprintln(os.Stderr, "fatal: DATABASE_URL is not set")
		os.Exit(1)
	case "oom":
		takeMemory()
	case "notready":
	case "slow":
		time.AfterFunc(delay, func() { own.ready.Store(true) })
	case "degrade":
		own.ready.Store(true)
		time.AfterFunc(delay, func() { own.ready.Store(false) })
	default:
		own.ready.Store(true)
	}
}

// takeMemory touches every page, since memory that was only promised does not count.
func takeMemory() {
	var taken [][]byte
	for {
		block := make([]byte, 8<<20)
		for at := 0; at < len(block); at += os.Getpagesize() {
			block[at] = 1
		}
		taken = append(taken, block)
	}
}

func (own *server) routes() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("/healthz", func(answer http.ResponseWriter, _ *http.Request) { fmt.Fprintln(answer, "ok") })
	routes.HandleFunc("/ready", func(answer http.ResponseWriter, _ *http.Request) {
		if own.ready.Load() {
			fmt.Fprintln(answer, "ready")
		} else {
			http.Error(answer, "not ready", http.StatusServiceUnavailable)
		}
	})
	routes.HandleFunc("/metrics", func(answer http.ResponseWriter, _ *http.Request) {
		for code, count := range map[string]int64{"200": own.good.Load(), "500": own.bad.Load()} {
			fmt.Fprintf(answer, "http_requests_total{code=%q,version=%q} %d\n", code, own.version, count)
		}
	})
	routes.HandleFunc("/", func(answer http.ResponseWriter, _ *http.Request) {
		if own.mode == "flaky" && (own.good.Load()+own.bad.Load())%2 == 1 {
			own.bad.Add(1)
			http.Error(answer, "flaky", http.StatusInternalServerError)
			return
		}
		own.good.Add(1)
		fmt.Fprintln(answer, own.version, own.host)
	})
	return routes
}
