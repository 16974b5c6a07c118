# Not published: SDIST_URL and SDIST_SHA256 are filled in by whoever makes a release, and the resources by `brew update-python-resources`.
class Nomadspec < Formula
  include Language::Python::Virtualenv

  desc "Lint, compile and plan HashiCorp Nomad jobspecs offline"
  homepage "HOME_URL"
  url "SDIST_URL"
  sha256 "SDIST_SHA256"
  license "Apache-2.0"

  depends_on "python@3.13"

  def install
    virtualenv_install_with_resources
    generate_completions_from_executable(bin/"nomadspec", "--show-completion", shells: [:bash, :zsh, :fish])
  end

  test do
    (testpath/"x.nomad.hcl").write <<~HCL
      job "x" {
      }
    HCL
    assert_match "Missing job task groups", shell_output("#{bin}/nomadspec validate x.nomad.hcl 2>&1", 1)
  end
end
