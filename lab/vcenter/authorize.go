package vcenter

import (
	"reflect"
	"slices"
	"strings"

	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

// anonymous methods need no session. PropertyCollector methods are among them: without a session their answer says
// NotAuthenticated for each property.
var anonymous = map[string]bool{
	"Login": true, "RetrieveServiceContent": true, "RetrieveInternalContent": true,
	"RetrieveProperties": true, "RetrievePropertiesEx": true, "Fetch": true,
}

// required is the privilege that a method needs on its object. Source: "Required Privileges" of each method in the
// vSphere Web Services API reference.
var required = map[string]string{
	"CreateSnapshot_Task":            PrivilegeCreateSnapshot,
	"CreateSnapshotEx_Task":          PrivilegeCreateSnapshot,
	"RemoveSnapshot_Task":            PrivilegeRemoveSnapshot,
	"RemoveAllSnapshots_Task":        PrivilegeRemoveSnapshot,
	"ConsolidateVMDisks_Task":        PrivilegeRemoveSnapshot,
	"RevertToSnapshot_Task":          "VirtualMachine.State.RevertToSnapshot",
	"RevertToCurrentSnapshot_Task":   "VirtualMachine.State.RevertToSnapshot",
	"RenameSnapshot":                 "VirtualMachine.State.RenameSnapshot",
	"QueryChangedDiskAreas":          PrivilegeDiskRandomRead,
	"ExportSnapshot":                 PrivilegeExport,
	"ExportVm":                       PrivilegeExport,
	"PowerOnVM_Task":                 "VirtualMachine.Interact.PowerOn",
	"PowerOffVM_Task":                "VirtualMachine.Interact.PowerOff",
	"ShutdownGuest":                  "VirtualMachine.Interact.PowerOff",
	"ResetVM_Task":                   "VirtualMachine.Interact.Reset",
	"SuspendVM_Task":                 "VirtualMachine.Interact.Suspend",
	"Destroy_Task":                   "VirtualMachine.Inventory.Delete",
	"UnregisterVM":                   "VirtualMachine.Inventory.Unregister",
	"CreateVM_Task":                  "VirtualMachine.Inventory.Create",
	"CloneVM_Task":                   "VirtualMachine.Provisioning.Clone",
	"MigrateVM_Task":                 "Resource.HotMigrate",
	"RelocateVM_Task":                "Resource.ColdMigrate",
	"SearchDatastore_Task":           PrivilegeBrowse,
	"SearchDatastoreSubFolders_Task": PrivilegeBrowse,
	"DeleteDatastoreFile_Task":       PrivilegeFileManagement,
	"MoveDatastoreFile_Task":         PrivilegeFileManagement,
	"CopyDatastoreFile_Task":         PrivilegeFileManagement,
	"MakeDirectory":                  PrivilegeFileManagement,
	"DeleteVirtualDisk_Task":         PrivilegeFileManagement,
	"CreateVirtualDisk_Task":         PrivilegeFileManagement,
	"CopyVirtualDisk_Task":           PrivilegeFileManagement,
	"QueryVirtualDiskUuid":           PrivilegeFileManagement,
	"TerminateSession":               "Sessions.TerminateSession",
	"SessionIsActive":                "Sessions.ValidateSession",
	"AddAuthorizationRole":           "Authorization.ModifyRoles",
	"SetEntityPermissions":           "Authorization.ModifyPermissions",
	"UpdateOptions":                  "Global.Settings",
	"AcquireGenericServiceTicket":    privilegeView,
	"CurrentTime":                    privilegeView,
	"Logout":                         privilegeView,
	"HasPrivilegeOnEntities":         privilegeView,
	"HasPrivilegeOnEntity":           privilegeView,
	"HasUserPrivilegeOnEntities":     privilegeView,
	"FetchUserPrivilegeOnEntities":   privilegeView,
	"HttpNfcLeaseProgress":           privilegeView,
	"HttpNfcLeaseComplete":           privilegeView,
	"HttpNfcLeaseAbort":              privilegeView,
	"HttpNfcLeaseGetManifest":        privilegeView,
	"CreateContainerView":            privilegeView,
	"CreateListView":                 privilegeView,
	"CreateInventoryView":            privilegeView,
	"ModifyListView":                 privilegeView,
	"ResetListView":                  privilegeView,
	"DestroyView":                    privilegeView,
	"CreateFilter":                   privilegeView,
	"DestroyPropertyFilter":          privilegeView,
	"CreatePropertyCollector":        privilegeView,
	"DestroyPropertyCollector":       privilegeView,
	"WaitForUpdates":                 privilegeView,
	"WaitForUpdatesEx":               privilegeView,
	"CheckForUpdates":                privilegeView,
	"CancelWaitForUpdates":           privilegeView,
	"ContinueRetrievePropertiesEx":   privilegeView,
	"CancelRetrievePropertiesEx":     privilegeView,
	"CreateCollectorForTasks":        privilegeView,
	"CancelTask":                     privilegeView,
	"FindByUuid":                     privilegeView,
	"FindByInventoryPath":            privilegeView,
	"FindByDatastorePath":            privilegeView,
	"FindChild":                      privilegeView,
	"FindByDnsName":                  privilegeView,
	"FindByIp":                       privilegeView,
	"FindAllByUuid":                  privilegeView,
}

// privileges lists what the call needs. Methods that only tell something need System.View; methods that the lab doesn't
// know are left to the administrator.
func privileges(c *call) []string {
	if spec, isReconfigure := c.method.Body.(*types.ReconfigVM_Task); isReconfigure {
		return reconfigurePrivileges(&spec.Spec)
	}
	if privilege, known := required[c.method.Name]; known {
		return []string{privilege}
	}
	if strings.HasPrefix(c.method.Name, "Retrieve") || strings.HasPrefix(c.method.Name, "Query") {
		return []string{privilegeView}
	}
	return []string{"Global.ManageCustomFields"}
}

// reconfigurePrivileges follows the "Reconfigure privilege" of each property of VirtualMachineConfigSpec that the lab's
// clients set; all others need VirtualMachine.Config.Settings.
func reconfigurePrivileges(spec *types.VirtualMachineConfigSpec) []string {
	rest := *spec
	var needed []string
	if spec.ChangeTrackingEnabled != nil {
		needed = append(needed, PrivilegeChangeTracking)
		rest.ChangeTrackingEnabled = nil
	}
	if len(spec.DeviceChange) > 0 {
		for _, change := range spec.DeviceChange {
			needed = append(needed, devicePrivilege(change.GetVirtualDeviceConfigSpec()))
		}
		rest.DeviceChange = nil
	}
	if len(spec.ExtraConfig) > 0 {
		needed = append(needed, "VirtualMachine.Config.AdvancedConfig")
		rest.ExtraConfig = nil
	}
	if !reflect.ValueOf(rest).IsZero() || len(needed) == 0 {
		needed = append(needed, "VirtualMachine.Config.Settings")
	}
	return needed
}

func devicePrivilege(change *types.VirtualDeviceConfigSpec) string {
	if _, isDisk := change.Device.(*types.VirtualDisk); !isDisk {
		return "VirtualMachine.Config.AddRemoveDevice"
	}
	switch change.Operation {
	case types.VirtualDeviceConfigSpecOperationAdd:
		return "VirtualMachine.Config.AddNewDisk"
	case types.VirtualDeviceConfigSpecOperationRemove:
		return "VirtualMachine.Config.RemoveDisk"
	case types.VirtualDeviceConfigSpecOperationEdit:
	}
	return "VirtualMachine.Config.DiskExtend"
}

// authorize refuses what the caller may not do; nil lets the call pass.
func (v *VCenter) authorize(c *call) soap.HasFault {
	if c.session == nil {
		if anonymous[c.method.Name] {
			return nil
		}
		return refusal(&types.NotAuthenticated{NoPermission: types.NoPermission{Object: &c.method.This, PrivilegeId: privilegeView}},
			"The session is not authenticated.")
	}
	object := v.guarded(c.method.This)
	user := c.session.user.within(v.datacenterOf(object))
	for _, privilege := range privileges(c) {
		if anonymous[c.method.Name] || user.may(privilege) {
			continue
		}
		return refusal(&types.NoPermission{Object: &object, PrivilegeId: privilege}, "Permission to perform this operation was denied.")
	}
	return nil
}

// guarded is the object whose permissions count: a snapshot's are those of its virtual machine.
func (v *VCenter) guarded(ref types.ManagedObjectReference) types.ManagedObjectReference {
	if machine, _, known := v.machines.ofSnapshot(ref); known {
		return machine.ref
	}
	return ref
}

// disabledMethod refuses what can't be done to a machine while its disks are exported.
func (v *VCenter) disabledMethod(c *call) soap.HasFault {
	m, known := v.machines.get(c.method.This)
	if !known || m.leases.Load() == 0 || !slices.Contains(whileExported, c.method.Name) {
		return nil
	}
	return refusal(&types.MethodDisabled{}, "The method is disabled by an export of the virtual machine.")
}

// whileExported are the methods that an export lease disables, as vSphere's HttpNfcLease says of state changes.
var whileExported = []string{"PowerOnVM_Task", "MigrateVM_Task", "RelocateVM_Task", "Destroy_Task", "UnregisterVM"}
