package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// issued is one certificate with its key: NAME.crt and NAME.key. The groups are what Kubernetes calls organisations.
type issued struct {
	name, user, group string
	hosts             []string
}

// certificates writes what a cluster's programs prove themselves with: an authority, a certificate for each of them,
// and the key that signs service accounts' tokens. Usage: certificates FOLDER NODE NODE-ADDRESS SERVICE-ADDRESS.
func certificates(arguments []string) int {
	if len(arguments) != 4 {
		return fail("certificates", errors.New("usage: certificates FOLDER NODE NODE-ADDRESS SERVICE-ADDRESS"))
	}
	folder, node, address, service := arguments[0], arguments[1], arguments[2], arguments[3]
	all := []issued{
		{"apiserver", "kube-apiserver", "", []string{
			"127.0.0.1", address, service, "localhost",
			"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
		}},
		{"admin", "admin", "system:masters", nil},
		{"controllers", "system:kube-controller-manager", "", nil},
		{"scheduler", "system:kube-scheduler", "", nil},
		{"kubelet", "system:node:" + node, "system:nodes", []string{node, address}},
		{"proxy", "system:kube-proxy", "", nil},
	}
	if err := writeAll(folder, all); err != nil {
		return fail("certificates", err)
	}
	return 0
}

func writeAll(folder string, all []issued) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	authority := template(1, pkix.Name{CommonName: "cluster-authority"})
	authority.IsCA, authority.BasicConstraintsValid = true, true
	authority.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	if err := write(folder, "ca", authority, authority, key, key); err != nil {
		return err
	}
	for number, one := range all {
		own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return err
		}
		certificate := certificateOf(one, int64(number)+2)
		if err := write(folder, one.name, certificate, authority, own, key); err != nil {
			return err
		}
	}
	accounts, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	return writePem(filepath.Join(folder, "accounts.key"), "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(accounts))
}

func template(number int64, subject pkix.Name) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{
		SerialNumber: big.NewInt(number),
		Subject:      subject,
		// Clocks of containers and hosts may differ a little.
		NotBefore: now.Add(-time.Hour),
		NotAfter:  now.AddDate(1, 0, 0),
	}
}

func certificateOf(one issued, number int64) *x509.Certificate {
	subject := pkix.Name{CommonName: one.user}
	if one.group != "" {
		subject.Organization = []string{one.group}
	}
	certificate := template(number, subject)
	certificate.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment
	certificate.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}
	for _, host := range one.hosts {
		if address := net.ParseIP(host); address != nil {
			certificate.IPAddresses = append(certificate.IPAddresses, address)
		} else {
			certificate.DNSNames = append(certificate.DNSNames, host)
		}
	}
	return certificate
}

func write(folder, name string, certificate, parent *x509.Certificate, own, signer *ecdsa.PrivateKey) error {
	signed, err := x509.CreateCertificate(rand.Reader, certificate, parent, &own.PublicKey, signer)
	if err != nil {
		return err
	}
	if err := writePem(filepath.Join(folder, name+".crt"), "CERTIFICATE", signed); err != nil {
		return err
	}
	key, err := x509.MarshalECPrivateKey(own)
	if err != nil {
		return err
	}
	return writePem(filepath.Join(folder, name+".key"), "EC PRIVATE KEY", key)
}

func writePem(path, kind string, bytes []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}), 0o600)
}
