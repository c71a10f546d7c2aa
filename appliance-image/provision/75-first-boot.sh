# What reads the properties that the appliance was deployed with.
. "$sources/provision/paths.sh"

put_tree "$sources/first-boot" "$first_boot"
