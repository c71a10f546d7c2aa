package front

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/migrationconnector/lab/aws/ebs"
	"github.com/migrationconnector/lab/aws/ec2"
	"github.com/migrationconnector/lab/aws/gate"
	"github.com/migrationconnector/lab/aws/policy"
	"github.com/migrationconnector/lab/control"
	"github.com/migrationconnector/lab/fault"
)

const (
	// Connector is the user whose keys a test gives to the product; it may do what the shipped policy allows.
	Connector = "connector"
	// Admin may do all.
	Admin = "admin"

	adminPolicy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`
)

// Options say how AWS's side is played.
type Options struct {
	// Dir takes the blocks and the CA's certificate.
	Dir    string
	Region string
	// ConnectorPolicy is the file of the policy that the product ships.
	ConnectorPolicy string
	// MotoPython is a Python with moto installed; empty leaves moto out, and its operations answer 501.
	MotoPython string
	// NoiseSeed seeds what unwritten blocks of encrypted snapshots read as.
	NoiseSeed uint64
	Log       io.Writer
}

// UserKeys is a user as a test needs it.
type UserKeys struct {
	Name            string `json:"name"`
	AccessKeyID     string `json:"accessKeyId"`
	SecretAccessKey string `json:"secretAccessKey"`
}

// Endpoints is the part of the lab's JSON line that tells of AWS.
type Endpoints struct {
	Region    string            `json:"region"`
	CA        string            `json:"ca"`
	Endpoints map[string]string `json:"endpoints"`
	Users     []UserKeys        `json:"users"`
}

// Server is AWS's side, up and listening.
type Server struct {
	Endpoints Endpoints

	gateway *Gateway
	store   *ebs.Store
	http    *http.Server
}

// Start brings AWS's side up and mounts its control routes.
func Start(ctx context.Context, options Options, rules *fault.Rules, routes *control.Server) (*Server, error) {
	shipped, err := os.ReadFile(options.ConnectorPolicy)
	if err != nil {
		return nil, fmt.Errorf("the connector's policy: %w", err)
	}
	policies := map[string][]byte{Connector: shipped, Admin: []byte(adminPolicy)}
	users, keys, err := makeUsers(policies)
	if err != nil {
		return nil, err
	}
	store, err := ebs.NewStore(filepath.Join(options.Dir, "ebs"), options.Region, options.NoiseSeed)
	if err != nil {
		return nil, err
	}
	entrance := gate.New(options.Region, users, rules)
	gateway := &Gateway{gate: entrance, ebs: ebs.NewAPI(store, entrance), ec2: ec2.New(store, options.Region)}
	s := &Server{gateway: gateway, store: store}
	if options.MotoPython != "" {
		if gateway.moto, err = StartMoto(ctx, options.MotoPython, options.Log); err != nil {
			return nil, err
		}
		if err := gateway.prepare(ctx, policies); err != nil {
			s.Close()
			return nil, err
		}
	}
	if err := s.listen(options, keys); err != nil {
		s.Close()
		return nil, err
	}
	store.Mount(routes)
	gateway.ec2.Mount(routes)
	mountUsers(entrance, routes)
	return s, nil
}

func makeUsers(policies map[string][]byte) (*gate.Users, []UserKeys, error) {
	users := gate.NewUsers()
	var keys []UserKeys
	for _, name := range []string{Connector, Admin} {
		document, err := policy.Parse(policies[name])
		if err != nil {
			return nil, nil, fmt.Errorf("user %s: %w", name, err)
		}
		made := users.Add(name, document)
		keys = append(keys, UserKeys{name, made.Credential.AccessKeyID, made.Credential.SecretAccessKey})
	}
	return users, keys, nil
}

func (s *Server) listen(options Options, keys []UserKeys) error {
	caPath, err := filepath.Abs(filepath.Join(options.Dir, "ca.pem"))
	if err != nil {
		return err
	}
	certificate, err := newCertificate(caPath)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("AWS endpoint: %w", err)
	}
	// HTTP/1.1 alone, as the service has it.
	secured := tls.NewListener(listener, &tls.Config{
		Certificates: []tls.Certificate{certificate}, NextProtos: []string{"http/1.1"}, MinVersion: tls.VersionTLS12,
	})
	s.http = &http.Server{
		Handler: s.gateway, ReadHeaderTimeout: 30 * time.Second, IdleTimeout: 5 * time.Minute,
		ErrorLog: log.New(options.Log, "aws: ", log.LstdFlags),
	}
	go func() { _ = s.http.Serve(secured) }()
	s.Endpoints = Endpoints{Region: options.Region, CA: caPath, Users: keys, Endpoints: map[string]string{}}
	for _, service := range []string{"ebs", "ec2", "sts", "s3", "iam", "sns"} {
		s.Endpoints.Endpoints[service] = "https://" + listener.Addr().String()
	}
	return nil
}

// Close ends the listener, moto and all connections.
func (s *Server) Close() {
	if s.http != nil {
		_ = s.http.Close()
	}
	if s.gateway.moto != nil {
		s.gateway.moto.Close()
	}
	s.store.Close()
}
