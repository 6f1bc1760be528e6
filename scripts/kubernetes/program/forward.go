package main

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
)

// forward joins every connection made to its first address to the second one; an address is tcp:127.0.0.1:80 or
// unix:/path. A unix socket is the one door between network namespaces that needs no interface.
func forward(arguments []string) int {
	if len(arguments) != 2 {
		return fail("forward", errors.New("usage: forward LISTEN DIAL"))
	}
	network, address, _ := strings.Cut(arguments[0], ":")
	if network == "unix" {
		os.Remove(address)
	}
	listener, err := net.Listen(network, address)
	if err != nil {
		return fail("forward", err)
	}
	for {
		client, err := listener.Accept()
		if err != nil {
			return fail("forward", err)
		}
		go join(client, arguments[1])
	}
}

func join(client net.Conn, to string) {
	defer client.Close()
	network, address, _ := strings.Cut(to, ":")
	server, err := net.Dial(network, address)
	if err != nil {
		return
	}
	defer server.Close()
	ended := make(chan struct{}, 2)
	pass := func(into, from net.Conn) {
		io.Copy(into, from)
		ended <- struct{}{}
	}
	go pass(server, client)
	go pass(client, server)
	<-ended
}
