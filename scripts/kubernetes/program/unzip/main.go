// Command unzip ARCHIVE FOLDER takes a zip archive apart, links left out.
package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	if err := unzip(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "unzip:", err)
		os.Exit(1)
	}
}

func unzip(archive, folder string) error {
	opened, err := zip.OpenReader(archive)
	if err != nil {
		return err
	}
	defer opened.Close()
	for _, entry := range opened.File {
		if !filepath.IsLocal(entry.Name) || !entry.Mode().IsRegular() {
			continue
		}
		if err := unpack(entry, filepath.Join(folder, entry.Name)); err != nil {
			return err
		}
	}
	return nil
}

func unpack(entry *zip.File, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	from, err := entry.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	into, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, entry.Mode().Perm())
	if err != nil {
		return err
	}
	defer into.Close()
	_, err = io.Copy(into, from)
	return err
}
