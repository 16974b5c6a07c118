"""Volumes, CSI plugins and disks."""
