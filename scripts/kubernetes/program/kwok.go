package main

import (
	"fmt"

	"github.com/spf13/pflag"
	nodeinit "sigs.k8s.io/kwok/kustomize/stage/node/fast"
	nodelease "sigs.k8s.io/kwok/kustomize/stage/node/heartbeat-with-lease"
	"sigs.k8s.io/kwok/pkg/config"
	kwokcmd "sigs.k8s.io/kwok/pkg/kwok/cmd"
	"sigs.k8s.io/kwok/pkg/log"
	"sigs.k8s.io/kwok/pkg/utils/signals"
)

// kwok simulates nodes and what runs on them. Its flags of every command are read twice: once for the settings file that
// the commands need, once by the command itself.
func kwok([]string) int {
	// Kubernetes' packages have put a --version of their own into the set that kwok adds its flags to.
	pflag.CommandLine = pflag.NewFlagSet("kwok", pflag.ContinueOnError)
	early := pflag.NewFlagSet("early", pflag.ContinueOnError)
	early.ParseErrorsAllowlist.UnknownFlags = true
	early.Usage = func() {}
	ctx, _ := log.InitFlags(signals.SetupSignalContext(), early)
	ctx, err := config.InitFlags(ctx, early)
	if err != nil {
		return fail("kwok's settings", err)
	}
	command := kwokcmd.NewCommand(ctx)
	command.PersistentFlags().AddFlagSet(early)
	if err := command.ExecuteContext(ctx); err != nil {
		return fail("kwok", err)
	}
	return 0
}

// kwokNodeStages prints how simulated nodes become ready and stay so: a kwok that is given stages for pods has none of
// its own for nodes any more.
func kwokNodeStages([]string) int {
	fmt.Println(nodeinit.DefaultNodeInit)
	fmt.Println("---")
	fmt.Println(nodelease.DefaultNodeHeartbeatWithLease)
	return 0
}
