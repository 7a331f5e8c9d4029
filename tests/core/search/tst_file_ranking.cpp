// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/file_ranking.h"

#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

class TestFileRanking : public QObject
{
    Q_OBJECT

    static QStringList paths(const QList<RankedFile> &ranked)
    {
        QStringList all;
        for (const RankedFile &file : ranked) {
            all << file.path;
        }
        return all;
    }

private Q_SLOTS:
    void without_letters_the_recent_files_come_first()
    {
        const QStringList files{u"a.rs"_s, u"b.rs"_s, u"c.rs"_s, u"d.rs"_s};
        QCOMPARE(paths(rankFiles(files, {u"d.rs"_s, u"gone.rs"_s, u"b.rs"_s}, {}, 10)),
                 (QStringList{u"d.rs"_s, u"b.rs"_s, u"a.rs"_s, u"c.rs"_s}));
        QCOMPARE(paths(rankFiles(files, {}, {}, 2)), (QStringList{u"a.rs"_s, u"b.rs"_s}));
    }

    void recent_files_come_before_those_that_fit_as_well()
    {
        const QStringList files{u"one/mod.rs"_s, u"two/mod.rs"_s, u"three/other.rs"_s};
        QCOMPARE(paths(rankFiles(files, {u"two/mod.rs"_s}, u"mod"_s, 10)),
                 (QStringList{u"two/mod.rs"_s, u"one/mod.rs"_s}));
        QVERIFY(rankFiles(files, {}, u"xyz"_s, 10).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestFileRanking)
#include "tst_file_ranking.moc"
