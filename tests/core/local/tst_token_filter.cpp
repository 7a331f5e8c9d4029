// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/token_filter.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace studio;

class TestTokenFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headers_that_carry_the_token_are_dropped()
    {
        const TokenFilter filter("the-token");
        Headers headers{{"Authorization", "Bearer the-token"},
                        {"authorization", "Bearer other"},
                        {"x-copy", "a the-token b"},
                        {"authorization", "Basic " + QByteArray("x:the-token").toBase64()},
                        {"authorization", "Basic " + QByteArray("x:another").toBase64()},
                        {"x-other", "the-tok"}};
        QVERIFY(filter.isIn(headers));
        filter.drop(headers);
        QCOMPARE(headers, (Headers{{"authorization", "Bearer other"},
                                   {"authorization", "Basic " + QByteArray("x:another").toBase64()},
                                   {"x-other", "the-tok"}}));
        QVERIFY(!filter.isIn(headers));
        const TokenFilter none;
        QVERIFY(none.isEmpty() && !none.isIn({{"a", ""}, {"b", "c"}}));
    }

    void the_token_is_masked_where_a_request_is_kept()
    {
        HttpRequest request{.target = "/?key=the-token&b",
                            .headers = {{"Authorization", "Bearer the-token"},
                                        {"Authorization", "bASIC " + QByteArray("x:the-token").toBase64()},
                                        {"x", "y"}},
                            .body = "the-token stays a payload"};
        TokenFilter("the-token").mask(request);
        QCOMPARE(request.target, "/?key=•••&b");
        QCOMPARE(request.headers, (Headers{{"Authorization", "Bearer •••"}, {"Authorization", "•••"}, {"x", "y"}}));
        QCOMPARE(request.body, "the-token stays a payload");
        const HttpRequest before = request;
        TokenFilter().mask(request);
        QCOMPARE(request, before);
    }

    void whatever_stands_in_the_files_place_is_no_token()
    {
        const QTemporaryDir folder;
        const QString file = gatewayTokenFile(folder.path());
        const QByteArray path = QFile::encodeName(file);
        QVERIFY(TokenFilter::fromFile(file).isEmpty());
        QVERIFY(::mkfifo(path.constData(), 0600) == 0); // nobody writes to it
        QVERIFY(TokenFilter::fromFile(file).isEmpty());
        QVERIFY(::unlink(path.constData()) == 0 && ::symlink("/dev/zero", path.constData()) == 0);
        QVERIFY(TokenFilter::fromFile(file).isEmpty());
        QVERIFY(::unlink(path.constData()) == 0 && ::symlink("gateway-token", path.constData()) == 0);
        QVERIFY(TokenFilter::fromFile(file).isEmpty());
        QVERIFY(::unlink(path.constData()) == 0 && ::mkdir(path.constData(), 0700) == 0);
        QVERIFY(TokenFilter::fromFile(file).isEmpty());
        QVERIFY(::rmdir(path.constData()) == 0);
        QFile cut(file);
        QVERIFY(cut.open(QIODevice::WriteOnly) && cut.write("a") == 1);
        cut.close();
        QVERIFY(TokenFilter::fromFile(file).isEmpty()); // else every header with an “a” would go
        QFile whole(file);
        QVERIFY(whole.open(QIODevice::WriteOnly) && whole.write(QByteArray(64, 'f') + '\n') == 65);
        whole.close();
        QVERIFY(TokenFilter::fromFile(file).isIn({{"authorization", "Bearer " + QByteArray(64, 'f')}}));
    }
};

QTEST_GUILESS_MAIN(TestTokenFilter)
#include "tst_token_filter.moc"
