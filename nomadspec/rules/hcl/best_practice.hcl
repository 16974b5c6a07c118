# What reviewers of production clusters ask for. Off by default: persona = "pedantic", or extend-select = ["BP"].

rule "BP001" {
  name      = "bp-owner-missing"
  summary   = "A job without an owner."
  severity  = "info"
  on        = "job"
  condition = length([for key in keys(coalesce(self.meta, {})) : key if contains(["owner", "team", "contact"], lower(key))]) > 0
  message   = "job '${self.label}' names no owner"
  help      = "Add meta { owner = \"…\" }, so that whoever is on call knows whom to ask."
}

rule "BP002" {
  name      = "bp-image-without-digest"
  summary   = "An image that is not pinned by its digest."
  severity  = "info"
  on        = "task"
  when      = (self.driver == "docker" || self.driver == "podman") && try(length(self.config.image) > 0, false)
  condition = length(split("@sha256:", self.config.image)) > 1
  at        = "config.image"
  message   = "the image ${self.config.image} is not pinned by a digest"
  help      = "Add @sha256:…; a tag can be moved."
}

rule "BP003" {
  name      = "bp-resources-not-written"
  summary   = "A task that takes Nomad's default of memory."
  severity  = "info"
  on        = "task"
  condition = self.resources.memory != 300 || self.resources.cpu != 100
  at        = "resources"
  message   = "task '${self.label}' takes Nomad's default resources"
  help      = "Write cpu and memory as measured."
}

rule "BP004" {
  name      = "bp-single-instance"
  summary   = "A service with a single instance."
  severity  = "info"
  on        = "group"
  when      = job.type == "service"
  condition = self.count > 1
  at        = "count"
  message   = "group '${self.label}' has a single instance"
  help      = "Run at least two, so that a node can be drained without an outage."
}

rule "BP005" {
  name      = "bp-no-auto-revert"
  summary   = "An update that stays when it fails."
  severity  = "info"
  on        = "group"
  when      = job.type == "service" && self.update != null
  condition = self.update.auto_revert
  at        = "update"
  message   = "group '${self.label}' does not go back to the last version that worked"
  help      = "Add auto_revert = true to its update block."
}

rule "BP006" {
  name      = "bp-service-without-check"
  summary   = "A service without a health check."
  severity  = "info"
  on        = "service"
  when      = job.type == "service"
  condition = length(coalesce(self.check, [])) > 0 || self.connect != null
  message   = "service '${self.name}' has no check"
  help      = "Add a check block: without one, a deployment takes a process that runs for one that works."
}

rule "BP007" {
  name      = "bp-service-without-tags"
  summary   = "A service without tags."
  severity  = "info"
  on        = "service"
  condition = length(coalesce(self.tags, [])) > 0
  message   = "service '${self.name}' has no tags"
}

rule "BP008" {
  name      = "bp-short-kill-timeout"
  summary   = "A task of a service with little time to stop."
  severity  = "info"
  on        = "task"
  when      = job.type == "service"
  condition = self.kill_timeout >= duration("5s")
  at        = "kill_timeout"
  message   = "task '${self.label}' has less than five seconds to stop"
}
