// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as what a person types for a crate: it is refused with a sentence, or it can be added to a manifest, which
// lists it then.
#include "core/manifest/dependency_spec.h"
#include "core/manifest/manifest.h"
#include "tests/fuzz/expect.h"

#include <cstdint>

using namespace studio;

namespace {

/// One of each form of an entry that an addition may meet.
const QString manifestText = QStringLiteral(
    "[package]\nname = \"p\"\n\n[features]\nx = [\"dep:b\"]\n\n[dependencies]\na = \"1\"\nb = { version = \"1\", "
    "optional = true }\nc.version = \"1\"\nd = { path = \"../d\" }\n\n[dependencies.e]\ngit = "
    "\"https://x.example/e\"\n\n[dev-dependencies]\nf = { package = \"a\", version = \"2\" }\n");

void expectAdded(DependencySpec spec)
{
    FUZZ_EXPECT(!spec.package.isEmpty() || !spec.git.isEmpty() || !spec.path.isEmpty());
    spec.package = spec.package.isEmpty() ? QStringLiteral("found") : spec.package; // as its source would tell
    const auto edited = withDependency(manifestText, spec);
    if (!edited) {
        FUZZ_EXPECT(edited.error().code == ErrorCode::InvalidArgument && !edited.error().message.isEmpty());
        return;
    }
    const auto manifest = parseManifest(*edited);
    FUZZ_EXPECT(manifest);
    const auto listed = listedDependency(*manifest, spec);
    FUZZ_EXPECT(listed);
    for (const QString &feature : std::as_const(spec.features)) {
        FUZZ_EXPECT(listed->features.contains(feature));
    }
    FUZZ_EXPECT(spec.requirement.isEmpty() || listed->requirement == spec.requirement);
    FUZZ_EXPECT(!spec.defaultFeatures || listed->defaultFeatures == *spec.defaultFeatures);
    FUZZ_EXPECT(!spec.optional || listed->optional == *spec.optional);
    FUZZ_EXPECT(withDependency(*edited, spec) == *edited); // again changes nothing
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const auto specs = parseDependencySpecs(text);
    if (!specs) {
        FUZZ_EXPECT(specs.error().code == ErrorCode::InvalidArgument && !specs.error().message.isEmpty());
        return 0;
    }
    FUZZ_EXPECT(!specs->isEmpty());
    for (const DependencySpec &spec : *specs) {
        expectAdded(spec);
    }
    return 0;
}
