// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/archive.h"
#include "core/base/uuid7.h"
#include "core/compiler/compiler.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/store/store.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

namespace studio::test {

inline const AppId hello{QStringLiteral("org"), QStringLiteral("hello")};

/// A test of panes over a real platform with the app `hello`; what another program does is done through a store of its
/// own on the same folder.
class PlatformTest : public QObject
{
    Q_OBJECT

protected:
    /// What a release compile and a publish of this source leave behind; the artifact is not run here.
    void publish(const QByteArray &source, const QString &note = {})
    {
        const QString folder = m_home->filePath(QStringLiteral("code"));
        write(folder + QStringLiteral("/Cargo.toml"), "[package]\nname = \"hello\"\nversion = \"0.1.0\"\n");
        write(folder + QStringLiteral("/src/lib.rs"), source);
        const QString archive = m_home->filePath(QStringLiteral("code.tar.gz"));
        const auto packed = packFolder(folder, archive, ArchiveFormat::TarGz);
        QVERIFY(packed);
        const QString artifact = m_home->filePath(QStringLiteral("artifact"));
        write(artifact, "compiled: " + source);
        QVERIFY(m_other->saveDraft(hello, archive, packed->codeHash));
        QVERIFY(m_other->compileStarted(hello, packed->codeHash, uuid7()));
        QVERIFY(m_other->compileFinished(hello, packed->codeHash, artifact, RustTarget::Native,
                                         QStringLiteral("1.97.1"),
                                         {.size = 4096, .crates = {}, .imports = {}, .exports = {}}));
        const auto version = m_other->publish(hello, note);
        QVERIFY2(version, version ? "" : qPrintable(version.error().message));
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Compiler> m_compiler;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<LocalPlatform> m_platform;
    std::unique_ptr<Store> m_other;

private:
    static void write(const QString &path, const QByteArray &content)
    {
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        const Paths paths{.data = m_home->filePath(QStringLiteral("data")),
                          .cache = m_home->filePath(QStringLiteral("cache")),
                          .config = m_home->filePath(QStringLiteral("config")),
                          .resources = {}};
        m_compiler = std::make_unique<Compiler>(paths);
        m_client = std::make_unique<HttpClient>();
        m_platform = std::make_unique<LocalPlatform>(paths, m_compiler.get(), m_client.get());
        auto opened = Store::open(paths.data);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().message));
        m_other = std::move(*opened);
        App app;
        app.id = hello;
        QVERIFY(m_other->createApp(app));
    }
    void cleanup()
    {
        m_platform.reset();
        m_other.reset();
    }
};

} // namespace studio::test
