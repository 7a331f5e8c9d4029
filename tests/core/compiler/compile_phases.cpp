// SPDX-License-Identifier: GPL-3.0-or-later
// Not a test: prints how long each step of a warm compile takes. compile_phases [ROUNDS [TOOLCHAIN]]
#include "core/compiler/compiler.h"
#include "core/model/compile_observer.h"
#include "tests/support/places.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>

using namespace studio;

namespace {

double median(QList<double> values)
{
    std::ranges::sort(values);
    return values.isEmpty() ? 0 : values[values.size() / 2];
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        qFatal("cannot write %s", qPrintable(path));
    }
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const int rounds = argc > 1 ? QByteArray(argv[1]).toInt() : 11;
    const QTemporaryDir project;
    const QString sample = sourcePath("/resources/samples/rust-hello");
    QDir().mkpath(project.filePath(QStringLiteral("src")));
    QFile::copy(sample + QStringLiteral("/Cargo.toml"), project.filePath(QStringLiteral("Cargo.toml")));
    QFile source(sample + QStringLiteral("/src/lib.rs"));
    if (!source.open(QIODevice::ReadOnly)) {
        return 1;
    }
    const QByteArray text = source.readAll();

    Paths paths;
    paths.cache = testCache();
    paths.resources = sourcePath("/resources");
    Compiler compiler(paths);
    QMap<QString, QList<double>> phases;
    for (int round = 0; round <= rounds; ++round) {
        QByteArray changed = text;
        changed.replace("Hello from", "Hello " + QByteArray::number(round) + " from");
        write(project.filePath(QStringLiteral("src/lib.rs")), changed);
        CompileObserver observer;
        observer.phase = [&](const QString &phase, double milliseconds) {
            if (round > 0) {
                phases[phase] << milliseconds;
            }
        };
        const auto artifact =
            QCoro::waitFor(compiler.compile({.projectKey = project.path(),
                                             .sourceFolder = project.path(),
                                             .toolchain = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString()},
                                            observer));
        if (!artifact) {
            qFatal("%s\n%s", qPrintable(artifact.error().message), qPrintable(artifact.error().detail));
        }
        if (round > 0) {
            phases[QStringLiteral("~ all")] << static_cast<double>(artifact->compileMs);
        }
    }
    for (const auto &[phase, values] : phases.asKeyValueRange()) {
        std::printf("%-12s %8.1f ms   (%.1f to %.1f)\n", qPrintable(phase), median(values),
                    *std::ranges::min_element(values), *std::ranges::max_element(values));
    }
    return 0;
}
