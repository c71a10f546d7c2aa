package vcenter

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net"
	"strings"
	"sync/atomic"
	"time"
)

// rsaBits is what the certificates of vCenter have at least.
const rsaBits = 2048

// identity is the certificate that the server shows; it can be exchanged while the server runs.
type identity struct {
	current atomic.Pointer[tls.Config]
	print   atomic.Pointer[string]
	thumb   atomic.Pointer[string]
}

// renew makes a new self-signed certificate (RSA, as vCenter's own authority makes them) and returns its SHA-256 fingerprint.
func (i *identity) renew() (string, error) {
	key, err := rsa.GenerateKey(rand.Reader, rsaBits)
	if err != nil {
		return "", err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return "", err
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: "vcenter.lab.invalid", Organization: []string{"Lab vCenter"}},
		NotBefore:    now.Add(-time.Hour), NotAfter: now.AddDate(2, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		DNSNames:              []string{"localhost", "vcenter.lab.invalid"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return "", err
	}
	print := fingerprint(der)
	// A configuration of its own for each certificate: its session tickets end with it, so that no resumed session goes
	// on under the old one.
	config := &tls.Config{
		MinVersion:                  tls.VersionTLS12,
		Certificates:                []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
		NextProtos:                  []string{"http/1.1"},
		DynamicRecordSizingDisabled: true,
	}
	var ticketKey [32]byte
	_, _ = rand.Read(ticketKey[:])
	config.SetSessionTicketKeys([][32]byte{ticketKey})
	i.current.Store(config)
	i.print.Store(&print)
	sum := sha1.Sum(der) // vSphere's thumbprints are SHA-1
	thumb := colons(sum[:])
	i.thumb.Store(&thumb)
	return print, nil
}

func (i *identity) fingerprint() string { return *i.print.Load() }

// thumbprint is the SHA-1 that leases name.
func (i *identity) thumbprint() string { return *i.thumb.Load() }

func (i *identity) config() *tls.Config {
	return &tls.Config{
		MinVersion:         tls.VersionTLS12,
		GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) { return i.current.Load(), nil },
	}
}

func fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	return colons(sum[:])
}

func colons(sum []byte) string { return strings.ReplaceAll(fmt.Sprintf("% X", sum), " ", ":") }
