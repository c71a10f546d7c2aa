// Command lab plays vCenter and AWS for the connector's tests and demo.
package main

import (
	"fmt"
	"os"
)

const usage = `lab: plays vCenter and AWS on loopback, for tests

  lab serve --dir DIR [--parent-pid PID] [--moto-python PYTHON] [--connector-policy FILE] [--region REGION] [--seed N]

serve prints one line of JSON with the endpoints when all is up and stays until SIGTERM, SIGINT, or its parent's death.
`

func main() {
	if len(os.Args) < 2 || os.Args[1] != "serve" {
		if len(os.Args) == 2 && (os.Args[1] == "-h" || os.Args[1] == "--help" || os.Args[1] == "help") {
			fmt.Print(usage)
			return
		}
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	options, err := parseServe(os.Args[2:])
	if err != nil {
		fmt.Fprintf(os.Stderr, "lab: %v\n%s", err, usage)
		os.Exit(2)
	}
	if err := serve(options); err != nil {
		fmt.Fprintf(os.Stderr, "lab: %v\n", err)
		os.Exit(1)
	}
}
