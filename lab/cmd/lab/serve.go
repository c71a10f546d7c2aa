package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/migrationconnector/lab/aws/front"
	"github.com/migrationconnector/lab/control"
	"github.com/migrationconnector/lab/fault"
	"github.com/migrationconnector/lab/vcenter"
)

const (
	shippedPolicy = "config/iam/connector-policy.json"
	parentPoll    = 250 * time.Millisecond
)

type serveOptions struct {
	dir             string
	parentPID       int
	motoPython      string
	connectorPolicy string
	region          string
	seed            uint64
}

func parseServe(arguments []string) (serveOptions, error) {
	var o serveOptions
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.dir, "dir", "", "")
	flags.IntVar(&o.parentPID, "parent-pid", 0, "")
	flags.StringVar(&o.motoPython, "moto-python", "", "")
	flags.StringVar(&o.connectorPolicy, "connector-policy", "", "")
	flags.StringVar(&o.region, "region", "us-east-1", "")
	flags.Uint64Var(&o.seed, "seed", 1, "")
	if err := flags.Parse(arguments); err != nil {
		return o, err
	}
	if o.dir == "" || flags.NArg() > 0 {
		return o, errors.New("serve needs --dir and takes no other arguments")
	}
	return o, nil
}

// endpoints is the line that serve prints.
type endpoints struct {
	Control string          `json:"control"`
	AWS     front.Endpoints `json:"aws"`
	Vcenter vcenterEndpoint `json:"vcenter"`
}

type vcenterEndpoint struct {
	URL string `json:"url"`
	// Fingerprint is the certificate's SHA-256 in hex with colons.
	Fingerprint string         `json:"fingerprint"`
	Users       []vcenter.User `json:"users"`
}

// serve brings all services up, prints the endpoints and waits until it is told to end.
func serve(o serveOptions) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	ctx = withParent(ctx, o.parentPID)
	if err := os.MkdirAll(o.dir, 0o700); err != nil {
		return err
	}
	logFile, err := os.OpenFile(filepath.Join(o.dir, "lab.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = logFile.Close() }()
	policy := o.connectorPolicy
	if policy == "" {
		if policy, err = findPolicy(); err != nil {
			return err
		}
	}
	rules := fault.NewRules()
	routes := control.New(rules)
	aws, err := front.Start(ctx, front.Options{
		Dir: o.dir, Region: o.region, ConnectorPolicy: policy, MotoPython: o.motoPython, NoiseSeed: o.seed, Log: logFile,
	}, rules, routes)
	if err != nil {
		return err
	}
	defer aws.Close()
	simulated, err := vcenter.Start(vcenter.Config{
		Dir: filepath.Join(o.dir, "vcenter"), Rules: rules, Log: log.New(logFile, "vcenter: ", log.LstdFlags),
	})
	if err != nil {
		return err
	}
	defer func() { _ = simulated.Close() }()
	simulated.Mount(routes)
	url, err := routes.Start()
	if err != nil {
		return err
	}
	defer func() { _ = routes.Close() }()
	line, err := json.Marshal(endpoints{url, aws.Endpoints, vcenterEndpoint{
		simulated.URL(), simulated.Fingerprint(), simulated.Users(),
	}})
	if err != nil {
		return err
	}
	fmt.Println(string(line))
	<-ctx.Done()
	return nil
}

// withParent ends the context when the parent process is gone.
func withParent(ctx context.Context, pid int) context.Context {
	if pid == 0 {
		return ctx
	}
	watched, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		ticker := time.NewTicker(parentPoll)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return watched
}

// findPolicy looks for the shipped policy in the working directory and above it, then above the program.
func findPolicy() (string, error) {
	var starts []string
	if here, err := os.Getwd(); err == nil {
		starts = append(starts, here)
	}
	if program, err := os.Executable(); err == nil {
		starts = append(starts, filepath.Dir(program))
	}
	for _, dir := range starts {
		for ; ; dir = filepath.Dir(dir) {
			candidate := filepath.Join(dir, shippedPolicy)
			if _, err := os.Stat(candidate); err == nil {
				return candidate, nil
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return "", fmt.Errorf("no %s above the working directory; name it with --connector-policy", shippedPolicy)
}
