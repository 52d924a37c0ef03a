// Command roster-example calls a Roster server over ttrpc with containerd's own client.
//
// Roster's protocol is containerd's, so nothing here but the generated messages knows of Roster.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/containerd/ttrpc"
	rosterv1 "roster/v1"
)

const usage = `usage: roster-example [-server HOST:PORT] [-token-file PATH] VERB

verbs:
  get ID        print one user
  list          print all users
  create EMAIL  make a user
  refused       ask for what is not there, and print how the server refuses
  demo          all of these

flags:
`

func main() {
	server := flag.String("server", "127.0.0.1:7466", "where the server listens")
	tokenFile := flag.String("token-file", "var/root.key", "file with the API key")
	timeout := flag.Duration("timeout", 10*time.Second, "how long a call may take")
	flag.Usage = func() {
		fmt.Fprint(flag.CommandLine.Output(), usage)
		flag.PrintDefaults()
	}
	flag.Parse()

	if err := run(*server, *tokenFile, *timeout, flag.Args()); err != nil {
		fmt.Fprintf(os.Stderr, "roster-example: %s\n", explain(err))
		os.Exit(1)
	}
}

func run(server, tokenFile string, timeout time.Duration, args []string) error {
	token, err := os.ReadFile(tokenFile)
	if err != nil {
		return err
	}
	conn, err := net.DialTimeout("tcp", server, timeout)
	if err != nil {
		return err
	}
	client := ttrpc.NewClient(conn)
	defer client.Close()

	// Every call names its caller in its metadata. The deadline travels with the call, too.
	ctx := ttrpc.WithMetadata(context.Background(), ttrpc.MD{
		"authorization": {"Bearer " + strings.TrimSpace(string(token))},
	})
	example := &example{users: rosterv1.NewUserServiceClient(client), timeout: timeout}

	switch {
	case len(args) == 2 && args[0] == "get":
		id, err := strconv.ParseInt(args[1], 10, 64)
		if err != nil {
			return fmt.Errorf("%q is not an id", args[1])
		}
		return example.get(ctx, id)
	case len(args) == 2 && args[0] == "create":
		_, err := example.create(ctx, args[1])
		return err
	case len(args) == 1 && args[0] == "list":
		return example.list(ctx)
	case len(args) == 1 && args[0] == "refused":
		return example.refused(ctx)
	case len(args) == 1 && args[0] == "demo":
		return example.demo(ctx)
	default:
		flag.Usage()
		os.Exit(2)
		return nil
	}
}
