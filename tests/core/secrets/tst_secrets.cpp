// SPDX-License-Identifier: GPL-3.0-or-later
// Runs twice: alone, where no keychain's service may be there, and in tests/support/with_keychain.sh with a real one.
#include "core/secrets/secrets.h"

#include <QTest>

using namespace studio;

class TestSecrets : public QObject
{
    Q_OBJECT

    const bool m_hasKeychain = qEnvironmentVariableIsSet("STUDIO_TEST_KEYCHAIN");

private Q_SLOTS:
    void initTestCase()
    {
        if (!m_hasKeychain) { // a person's own keychain is none of this test's business
            qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        }
    }

    void kept_replaced_and_removed()
    {
        Secrets secrets(QStringLiteral("ignite-studio-test"));
        const QString key = appSecretKey(QStringLiteral("org:hello"), QStringLiteral("KEY"));
        QCOMPARE(QCoro::waitFor(secrets.get(key)).error().code, ErrorCode::NotFound);
        for (const QByteArray &value : {QByteArray("s3cret"), QByteArray("ü\nsecond line"), QByteArray("\0\xff", 2)}) {
            const auto place = QCoro::waitFor(secrets.set(key, value));
            QVERIFY2(place.has_value(), place ? "" : qPrintable(place.error().message));
            QCOMPARE(place->inKeychain, m_hasKeychain);
            QCOMPARE(place->reason.isEmpty(), m_hasKeychain);
            QCOMPARE(QCoro::waitFor(secrets.get(key)), Result<QByteArray>(value));
        }
        QCOMPARE(QCoro::waitFor(secrets.remove(key)), Result<bool>(true));
        QCOMPARE(QCoro::waitFor(secrets.remove(key)), Result<bool>(false));
        QCOMPARE(QCoro::waitFor(secrets.get(key)).error().code, ErrorCode::NotFound);
    }

    void another_object_has_it_only_with_a_keychain()
    {
        const QString key = gatewayTokenKey(QStringLiteral("https://gateway.example"));
        Secrets first(QStringLiteral("ignite-studio-test"));
        QVERIFY(QCoro::waitFor(first.set(key, "abc")));
        Secrets second(QStringLiteral("ignite-studio-test"));
        QCOMPARE(QCoro::waitFor(second.get(key)).has_value(), m_hasKeychain);
        Secrets other(QStringLiteral("another-program"));
        QVERIFY(!QCoro::waitFor(other.get(key)));
        QVERIFY(QCoro::waitFor(first.remove(key)));
    }

    void the_object_may_go_first()
    {
        auto secrets = std::make_unique<Secrets>(QStringLiteral("ignite-studio-test"));
        auto task = secrets->set(QStringLiteral("late"), "value");
        secrets.reset();
        QCOMPARE(QCoro::waitFor(std::move(task))->inKeychain, m_hasKeychain);
    }

    void names_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("fits");
        QTest::newRow("usual") << QStringLiteral("API_KEY") << true;
        QTest::newRow("small") << QStringLiteral("_key2") << true;
        for (const char *wrong : {"", "2KEY", "A-B", "A B", "Ä", "A=B", "A\n", "PATH", "LD_PRELOAD", "WASMTIME_LOG",
                                  "IGNITE_TOKEN", "RUST_LOG"}) {
            QTest::newRow(wrong) << QString::fromUtf8(wrong) << false;
        }
        QTest::newRow("128 letters") << QString(128, u'A') << true;
        QTest::newRow("129 letters") << QString(129, u'A') << false;
    }
    void names()
    {
        QFETCH(QString, name);
        QTEST(checkSecretName(name).has_value(), "fits");
    }
};

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
