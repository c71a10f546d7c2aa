// Package imports lets govmomi, which shares no code with the connector, import what the connector writes.
package imports

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vmdk"
)

// written is made by bundles/vmdk, whose tests hold it to these bytes.
const (
	written  = "testdata/written.vmdk"
	capacity = 40<<20 + 512
)

func TestItSaysWhatItIs(t *testing.T) {
	disk, err := vmdk.Stat(written)
	if err != nil {
		t.Fatal(err)
	}
	if disk.Capacity != capacity || disk.Descriptor.Capacity() != capacity {
		t.Errorf("capacity %d, by the descriptor %d", disk.Capacity, disk.Descriptor.Capacity())
	}
	if disk.Descriptor.Type != "streamOptimized" || disk.Descriptor.ParentCID != 0xffffffff {
		t.Errorf("descriptor %+v", disk.Descriptor)
	}
	if disk.Descriptor.DDB["adapterType"] != "lsilogic" {
		t.Errorf("the descriptor is not within the sector that importers read: %v", disk.Descriptor.DDB)
	}
}

func TestItIsImported(t *testing.T) {
	simulator.Test(func(ctx context.Context, client *vim25.Client) {
		if err := imported(ctx, client, written); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnUncompressedOneIsRefused(t *testing.T) {
	content, err := os.ReadFile(written)
	if err != nil {
		t.Fatal(err)
	}
	content[10] = 0 // the flags that say compressed, with markers
	broken := filepath.Join(t.TempDir(), "broken.vmdk")
	if err := os.WriteFile(broken, content, 0o600); err != nil {
		t.Fatal(err)
	}
	simulator.Test(func(ctx context.Context, client *vim25.Client) {
		if err := imported(ctx, client, broken); !errors.Is(err, vmdk.ErrInvalidFormat) {
			t.Errorf("got %v", err)
		}
	})
}

func imported(ctx context.Context, client *vim25.Client, name string) error {
	finder := find.NewFinder(client)
	datacenter, err := finder.DefaultDatacenter(ctx)
	if err != nil {
		return err
	}
	finder.SetDatacenter(datacenter)
	datastore, err := finder.DefaultDatastore(ctx)
	if err != nil {
		return err
	}
	pool, err := finder.ResourcePool(ctx, "DC0_C0/Resources")
	if err != nil {
		return err
	}
	folders, err := datacenter.Folders(ctx)
	if err != nil {
		return err
	}
	return vmdk.Import(ctx, client, name, datastore,
		vmdk.ImportParams{Datacenter: datacenter, Pool: pool, Folder: folders.VmFolder})
}
