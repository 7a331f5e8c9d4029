// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/lsp_json.h"

#include <QTest>

using namespace studio;
using namespace studio::lsp;

namespace {

/// Reads a value from JSON that is written with ' for ", and RANGE for `expected`.
template <typename T> Result<T> parsed(QByteArray text)
{
    text.replace("RANGE", "{'start':{'line':1,'character':2},'end':{'line':1,'character':5}}").replace('\'', '"');
    const auto json = parseJson(text);
    if (!json) {
        return std::unexpected(json.error());
    }
    const JsonReader reader(*json);
    T value{};
    read(reader, value);
    return reader.check().transform([&] { return value; });
}

const Range expected{{1, 2}, {1, 5}};

} // namespace

class TestLspJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void locations_come_in_three_shapes()
    {
        const LocationLink plain{QStringLiteral("file:///a.rs"), expected, expected, {}};
        QCOMPARE(parsed<Locations>("null"), Locations{});
        QCOMPARE(parsed<Locations>("{'uri':'file:///a.rs','range':RANGE}"), Locations{plain});
        QCOMPARE(parsed<Locations>("[{'uri':'file:///a.rs','range':RANGE}]"), Locations{plain});
        const auto linked =
            parsed<Locations>("[{'targetUri':'file:///"
                              "a.rs','targetRange':RANGE,'targetSelectionRange':RANGE,'originSelectionRange':RANGE}]");
        QCOMPARE(linked, (Locations{{QStringLiteral("file:///a.rs"), expected, expected, expected}}));
    }

    void a_workspace_edit_keeps_the_order_of_its_steps()
    {
        const auto edit = parsed<WorkspaceEdit>(
            "{'documentChanges':["
            "{'kind':'create','uri':'file:///n.rs','options':{'overwrite':true}},"
            "{'textDocument':{'uri':'file:///n.rs','version':null},'edits':[{'range':RANGE,'newText':'x'}]},"
            "{'kind':'rename','oldUri':'file:///a.rs','newUri':'file:///b.rs'},"
            "{'kind':'delete','uri':'file:///c','options':{'recursive':true}}]}");
        QVERIFY(edit.has_value());
        QCOMPARE(edit->files.size(), 4);
        QCOMPARE(edit->files[0].kind, FileEdit::Kind::Create);
        QVERIFY(edit->files[0].overwrites);
        QCOMPARE(edit->files[1].edits, (TextEdits{{expected, QStringLiteral("x"), false}}));
        QVERIFY(!edit->files[1].version);
        QCOMPARE(edit->files[2].newUri, QStringLiteral("file:///b.rs"));
        QVERIFY(edit->files[3].isRecursive);
        const auto older = parsed<WorkspaceEdit>("{'changes':{'file:///a.rs':[{'range':RANGE,'newText':'x'}]}}");
        QCOMPARE(older->files.front().uri, QStringLiteral("file:///a.rs"));
        QVERIFY(!parsed<WorkspaceEdit>("{'documentChanges':[{'kind':'chmod','uri':'file:///a'}]}"));
    }

    void a_completion_has_what_it_falls_back_to()
    {
        const auto list = parsed<CompletionList>(
            "{'isIncomplete':true,'items':[{'label':'len'},"
            "{'label':'push','kind':2,'sortText':'0','filterText':'pu','insertTextFormat':2,'tags':[1],"
            "'labelDetails':{'detail':'(…)','description':'fn(&mut self, T)'},"
            "'textEdit':{'insert':RANGE,'replace':RANGE,'newText':'push(${1:value})$0'},"
            "'documentation':{'kind':'markdown','value':'**adds**'},'commitCharacters':['.'],'data':{'x':1}}]}");
        QVERIFY(list.has_value() && list->isIncomplete);
        QCOMPARE(list->items[0].sortText, QStringLiteral("len"));
        QCOMPARE(list->items[0].insertText, QStringLiteral("len"));
        const CompletionItem &push = list->items[1];
        QVERIFY(push.isSnippet && push.isDeprecated && push.documentation.isMarkdown);
        QCOMPARE(push.kind, CompletionKind::Method);
        QCOMPARE(push.edit->range, expected);
        QCOMPARE(push.replace, expected);
        QCOMPARE(push.source["data"]["x"], Json(1));
        QCOMPARE(parsed<CompletionList>("[{'label':'a'}]")->items.size(), 1);
        QCOMPARE(parsed<CompletionList>("null")->items.size(), 0);
    }

    /// Not in the server's own notation, and apart from what stands before it.
    void a_completion_is_described_in_words()
    {
        const auto list = parsed<CompletionList>(
            "[{'label':'Err','kind':15,'insertTextFormat':2,'detail':'Err($1)$0'},"
            "{'label':'HashMap','detail':'HashMap<{unknown}, {unknown}>','labelDetails':{"
            "'detail':'(use std::collections::HashMap)','description':'HashMap<{unknown}, {unknown}>'}},"
            "{'label':'m','kind':3,'insertTextFormat':2,'detail':'macro m($x)'},"
            "{'label':'f','labelDetails':{'detail':'(x: u8)'}},{'label':'g','labelDetails':{'detail':' (use g)'}}]");
        QCOMPARE(list->items[0].detail, QStringLiteral("Err()"));
        QCOMPARE(list->items[1].detail, QStringLiteral("HashMap<_, _>"));
        QCOMPARE(list->items[1].labelDescription, QStringLiteral("HashMap<_, _>"));
        QCOMPARE(list->items[1].labelDetail, QStringLiteral(" (use std::collections::HashMap)"));
        QCOMPARE(list->items[2].detail, QStringLiteral("macro m($x)"));
        QCOMPARE(list->items[3].labelDetail, QStringLiteral("(x: u8)"));
        QCOMPARE(list->items[4].labelDetail, QStringLiteral(" (use g)"));
    }

    void markup_comes_in_four_shapes()
    {
        QCOMPARE(parsed<Hover>("{'contents':{'kind':'markdown','value':'**x**'}}")->contents,
                 (MarkupContent{QStringLiteral("**x**"), true}));
        QCOMPARE(parsed<Hover>("{'contents':{'kind':'plaintext','value':'x'}}")->contents,
                 (MarkupContent{QStringLiteral("x"), false}));
        QCOMPARE(parsed<Hover>("{'contents':'x'}")->contents, (MarkupContent{QStringLiteral("x"), false}));
        QCOMPARE(parsed<Hover>("{'contents':['x',{'language':'rust','value':'y'}]}")->contents.value,
                 QStringLiteral("x\n\ny"));
        QVERIFY(parsed<Hover>("null")->contents.value.isEmpty());
    }

    void a_signature_knows_its_parameters_by_name_or_by_place()
    {
        const auto help = parsed<SignatureHelp>(
            "{'activeSignature':9,'activeParameter':1,'signatures':[{'label':'fn f(a: i32, b: i32)',"
            "'parameters':[{'label':'a: i32'},{'label':[13,19]}]}]}");
        QVERIFY(help.has_value());
        QCOMPARE(help->active, 0); // 9 is not there
        QCOMPARE(help->signatures[0].parameters, (QList<std::pair<int, int>>{{5, 11}, {13, 19}}));
        QCOMPARE(help->signatures[0].active, 1);
    }

    void tokens_are_five_numbers_each()
    {
        QCOMPARE(parsed<SemanticTokens>("{'data':[0,1,2,3,4]}")->data, (QList<quint32>{0, 1, 2, 3, 4}));
        QVERIFY(!parsed<SemanticTokens>("{'data':[0,1,2]}"));
    }

    void a_selection_is_a_chain_of_ranges()
    {
        const auto chain =
            parsed<SelectionRanges>("[{'range':RANGE,'parent':{'range':RANGE,'parent':{'range':RANGE}}}]");
        QCOMPARE(chain->front().size(), 3);
    }

    void capabilities_tell_what_a_server_can()
    {
        const auto can = parsed<ServerCapabilities>(
            "{'capabilities':{'positionEncoding':'utf-8','textDocumentSync':{'change':2},'hoverProvider':true,"
            "'renameProvider':{'prepareProvider':true},'codeLensProvider':false,"
            "'semanticTokensProvider':{'legend':{'tokenTypes':['keyword'],'tokenModifiers':[]}}},"
            "'serverInfo':{'name':'s','version':'1'}}");
        QVERIFY(can->can("hoverProvider") && can->can("renameProvider"));
        QVERIFY(!can->can("codeLensProvider") && !can->can("inlayHintProvider"));
        QCOMPARE(can->textSync, 2);
        QCOMPARE(can->tokenTypes, QStringList{QStringLiteral("keyword")});
        QCOMPARE(parsed<ServerCapabilities>("{'capabilities':{'textDocumentSync':1}}")->textSync, 1);
    }

    void what_no_server_may_send_is_refused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("backwards") << QByteArray(
            "[{'uri':'a','range':{'start':{'line':2,'character':0},'end':{'line':1,'character':0}}}]");
        QTest::newRow("negative") << QByteArray(
            "[{'uri':'a','range':{'start':{'line':-1,'character':0},'end':{'line':1,'character':0}}}]");
        QTest::newRow("beyond an int") << QByteArray(
            "[{'uri':'a','range':{'start':{'line':99999999999,'character':0},'end':{'line':1,'character':0}}}]");
        QTest::newRow("no range") << QByteArray("[{'uri':'a'}]");
        QTest::newRow("a string") << QByteArray("'x'");
    }

    void what_no_server_may_send_is_refused()
    {
        QFETCH(const QByteArray, text);
        QVERIFY(!parsed<Locations>(text));
    }
};

QTEST_GUILESS_MAIN(TestLspJson)
#include "tst_lsp_json.moc"
