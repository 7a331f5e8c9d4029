// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/draft.h"
#include "core/model/version.h"
#include "core/store/store.h"
#include "tests/core/store/store_helpers.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

/// A fresh store for each test function, with the app org:hello in it.
class StoreFixture : public QObject
{
    Q_OBJECT

protected:
    std::unique_ptr<QTemporaryDir> m_place;
    std::unique_ptr<studio::Store> m_store;

    [[nodiscard]] QString folder() const { return m_place->filePath(QStringLiteral("store")); }
    void reopen()
    {
        m_store.reset();
        auto opened = studio::Store::open(folder());
        QVERIFY2(opened, made::why(opened));
        m_store = std::move(*opened);
    }
    [[nodiscard]] QString file(const QByteArray &content) const
    {
        return made::file(m_place->filePath(QStringLiteral("file")), content);
    }
    studio::Result<studio::Draft> save(const QByteArray &code)
    {
        return m_store->saveDraft(made::hello, file(code), made::hash(code));
    }
    studio::Result<studio::Draft> compile(const QByteArray &code, const QByteArray &artifact,
                                          studio::RustTarget target = studio::RustTarget::Native)
    {
        return m_store->compileStarted(made::hello, made::hash(code), QStringLiteral("deploy-1"))
            .and_then([&](const studio::Draft &) {
                return m_store->compileFinished(made::hello, made::hash(code), file(artifact), target,
                                                QStringLiteral("1.93.0"));
            });
    }
    studio::Result<studio::Version> publishNew(const QByteArray &code)
    {
        return save(code)
            .and_then([&](const studio::Draft &) { return compile(code, "artifact of " + code); })
            .and_then([&](const studio::Draft &) {
                return m_store->publish(made::hello, QString::fromLatin1("note on " + code));
            });
    }
    [[nodiscard]] QString blobFile(const QByteArray &content) const
    {
        const QString name = QString::fromLatin1(made::hash(content));
        return folder() + QStringLiteral("/blobs/") + name.left(2) + u'/' + name.mid(2);
    }

protected Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        reopen();
        studio::App app;
        app.id = made::hello;
        QVERIFY(m_store->createApp(app));
    }
    void cleanup() { m_store.reset(); }
};
