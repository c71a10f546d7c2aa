// Package front is the lab's one HTTPS endpoint for AWS: it answers EBS direct and EC2's snapshots and images itself, and
// hands the rest to moto on loopback once the signature, the policy and the fault rules have let a call pass.
package front

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"time"
)

const certificateLife = 30 * 24 * time.Hour

// rsaBits: AWS shows RSA keys; and a JVM that was just started checks one in a tenth of the time of an elliptic one.
const rsaBits = 2048

// hostOfGuests is how a machine in QEMU's user network sees this host, loopback among it.
var hostOfGuests = net.IPv4(10, 0, 2, 2)

// newCertificate makes a CA, writes its certificate to caPath, and returns a server certificate of it for loopback.
func newCertificate(caPath string) (tls.Certificate, error) {
	authority := template(1, "Lab CA")
	authority.IsCA, authority.BasicConstraintsValid = true, true
	authority.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	authorityKey, err := rsa.GenerateKey(rand.Reader, rsaBits)
	if err != nil {
		return tls.Certificate{}, err
	}
	authorityDER, err := x509.CreateCertificate(rand.Reader, authority, authority, authorityKey.Public(), authorityKey)
	if err != nil {
		return tls.Certificate{}, err
	}
	server := template(2, "localhost")
	server.KeyUsage = x509.KeyUsageDigitalSignature
	server.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	server.DNSNames = []string{"localhost"}
	server.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback, hostOfGuests}
	serverKey, err := rsa.GenerateKey(rand.Reader, rsaBits)
	if err != nil {
		return tls.Certificate{}, err
	}
	issuer, err := x509.ParseCertificate(authorityDER)
	if err != nil {
		return tls.Certificate{}, err
	}
	serverDER, err := x509.CreateCertificate(rand.Reader, server, issuer, serverKey.Public(), authorityKey)
	if err != nil {
		return tls.Certificate{}, err
	}
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authorityDER})
	if err := os.WriteFile(caPath, ca, 0o600); err != nil {
		return tls.Certificate{}, fmt.Errorf("CA certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{serverDER}, PrivateKey: serverKey}, nil
}

func template(serial int64, name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name, Organization: []string{"Lab"}},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(certificateLife),
	}
}
