package front

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	motoStart  = 90 * time.Second
	motoAnswer = 60 * time.Second
)

// Moto is the moto server process behind the gateway. It listens on loopback only and dies with the lab.
type Moto struct {
	address string
	client  *http.Client
	command *exec.Cmd
	ended   chan struct{}
}

// StartMoto runs moto with a Python that has it, its output going to log, and waits until it answers.
func StartMoto(ctx context.Context, python string, log io.Writer) (*Moto, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	m := &Moto{
		address: "127.0.0.1:" + strconv.Itoa(port), ended: make(chan struct{}),
		client: &http.Client{Timeout: motoAnswer, CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		}},
	}
	m.command = exec.Command(python, "-m", "moto.server", "-H", "127.0.0.1", "-p", strconv.Itoa(port))
	m.command.Stdout, m.command.Stderr = log, log
	m.command.Env = append(os.Environ(), "MOTO_PORT="+strconv.Itoa(port), "PYTHONUNBUFFERED=1")
	// The kernel ends moto when the thread that started it ends, so that thread is kept for it alone.
	m.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		err := m.command.Start()
		started <- err
		if err == nil {
			_ = m.command.Wait()
		}
		close(m.ended)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("moto: %w", err)
	}
	if err := m.waitUntilUp(ctx); err != nil {
		m.Close()
		return nil, err
	}
	return m, nil
}

func (m *Moto) waitUntilUp(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, motoStart)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+m.address+"/moto-api/data.json", nil)
		if err != nil {
			return err
		}
		if answer, err := m.client.Do(request); err == nil {
			_ = answer.Body.Close()
			return nil
		}
		select {
		case <-m.ended:
			return fmt.Errorf("moto ended at once; its log tells why (was it installed from requirements.txt?)")
		case <-ctx.Done():
			return fmt.Errorf("moto did not answer within %v", motoStart)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// Forward sends a verified request on and returns moto's answer.
func (m *Moto) Forward(r *http.Request, body []byte) (*http.Response, error) {
	target := url.URL{Scheme: "http", Host: m.address, Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
	request, err := http.NewRequestWithContext(r.Context(), r.Method, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header = r.Header.Clone()
	request.Header.Del("Expect")
	request.Host = r.Host
	return m.client.Do(request)
}

// Ask calls an action of a query service for the lab itself, to prepare moto's state.
func (m *Moto) Ask(ctx context.Context, service, region string, parameters url.Values) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+m.address+"/",
		strings.NewReader(parameters.Encode()))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	// moto reads the service and region from here and believes the rest.
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=lab/20200101/"+region+"/"+service+
		"/aws4_request, SignedHeaders=host, Signature=none")
	answer, err := m.client.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(answer.Body, 2000))
		return fmt.Errorf("moto: %s: %s: %s", parameters.Get("Action"), answer.Status, text)
	}
	return nil
}

// Close ends the process and waits for its end.
func (m *Moto) Close() {
	_ = syscall.Kill(-m.command.Process.Pid, syscall.SIGKILL)
	<-m.ended
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
