// Command cluster is every program of a Kubernetes cluster in one executable, chosen by the first argument or by the
// name it is called by: the programs share most of their packages, so that one link costs a fraction of eight.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	_ "time/tzdata" // CronJobs name time zones that the machine may not have.

	"github.com/spf13/cobra"
	"go.etcd.io/etcd/server/v3/etcdmain"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	proxy "k8s.io/kubernetes/cmd/kube-proxy/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kubelet "k8s.io/kubernetes/cmd/kubelet/app"
)

// programs take the arguments behind their name and give the exit code.
var programs = map[string]func(arguments []string) int{
	"etcd":                    etcd,
	"kube-apiserver":          kubernetes(apiserver.NewAPIServerCommand),
	"kube-controller-manager": kubernetes(controllers.NewControllerManagerCommand),
	"kube-scheduler":          kubernetes(func() *cobra.Command { return scheduler.NewSchedulerCommand() }),
	"kubelet":                 kubernetes(func() *cobra.Command { return kubelet.NewKubeletCommand(context.Background()) }),
	"kube-proxy":              kubernetes(proxy.NewProxyCommand),
	"kwok":                    kwok,
	"kwok-node-stages":        kwokNodeStages,
	"certificates":            certificates,
	"forward":                 forward,
}

func main() {
	name, arguments := filepath.Base(os.Args[0]), os.Args[1:]
	if programs[name] == nil && len(arguments) > 0 {
		name, arguments = arguments[0], arguments[1:]
	}
	program := programs[name]
	if program == nil {
		var names []string
		for name := range programs {
			names = append(names, name)
		}
		slices.Sort(names)
		fmt.Fprintln(os.Stderr, "cluster: the first argument must be one of", strings.Join(names, ", "))
		os.Exit(2)
	}
	// The programs read the arguments and sometimes their own name from here.
	os.Args = append([]string{name}, arguments...)
	os.Exit(program(arguments))
}

func kubernetes(command func() *cobra.Command) func([]string) int {
	return func([]string) int { return cli.Run(command()) }
}

func etcd([]string) int {
	etcdmain.Main(os.Args)
	return 0
}

// fail says what went wrong in our own small programs.
func fail(what string, err error) int {
	fmt.Fprintf(os.Stderr, "cluster: %s: %v\n", what, err)
	return 1
}
