// SPDX-License-Identifier: GPL-3.0-or-later
// Where the problems of a language server are while the text is edited and the server has not said them anew.
#include "core/lsp/language_server.h"
#include "core/lsp/lsp_client.h"
#include "core/workspace/analysis_problems.h"
#include "core/workspace/diagnostic_list.h"
#include "tests/support/one_workspace.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

class TestAnalysisProblems : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void places_move_with_the_text_data()
    {
        QTest::addColumn<QString>("source");
        QTest::newRow("of the compiler") << u"rustc"_s;
        QTest::newRow("of the server itself") << u"rust-analyzer"_s;
    }
    void places_move_with_the_text()
    {
        QFETCH(const QString, source);
        test::OneWorkspace services;
        const QString folder = services.home.filePath(u"hello"_s);
        QVERIFY(QDir().mkpath(folder));
        QFile manifest(folder + u"/Cargo.toml"_s);
        QVERIFY(manifest.open(QIODevice::WriteOnly));
        manifest.write("[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        manifest.close();
        QVERIFY(services.workspace.open(folder));
        LanguageServer server(LanguageServerSpec{});
        const lsp::LspClient client(&server, {});
        AnalysisProblems problems(&services.workspace, &client);
        const QString path = services.workspace.absolutePath(u"src/lib.rs"_s);
        const auto lines = [&] {
            QList<int> all;
            for (const Diagnostic &one : services.workspace.diagnostics()->all()) {
                all << one.line;
            }
            return all;
        };
        problems.take(path, {{.range = {{4, 0}, {4, 3}}, .source = source, .message = u"first"_s},
                             {.range = {{9, 2}, {9, 5}}, .source = source, .message = u"second"_s}});
        QCOMPARE(lines(), (QList<int>{5, 10}));
        problems.edit(path, {{{2, 0}, {2, 0}}, "\n\n"});
        problems.showEdited();
        QCOMPARE(lines(), (QList<int>{7, 12}));
        problems.edit(path, {{{6, 0}, {7, 0}}, {}}); // the first one's line
        problems.showEdited();
        QCOMPARE(lines(), QList<int>{11});
        problems.take(path, {});
        QCOMPARE(lines(), QList<int>());
    }
};

QTEST_GUILESS_MAIN(TestAnalysisProblems)
#include "tst_analysis_problems.moc"
