// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QUrl>

#include <cstdio>
#include <cstdlib>
#include <optional>

namespace studio::test {

/// A language server that misbehaves as it is told, for what no real one does. It runs as a process of its own: the
/// test's program, started again with `--serve MODE FOLDER`. Its project is FOLDER, with src/a.rs and src/b.rs.
class ScriptedServer
{
public:
    ScriptedServer(QString mode, const QString &folder) : m_mode(std::move(mode)), m_folder(folder) {}

    int run()
    {
        while (true) {
            const Json message = receive();
            if (message.isEmpty()) {
                return 0;
            }
            handle(message);
        }
    }

private:
    static Json receive()
    {
        qsizetype length = 0;
        char line[256];
        while (std::fgets(line, sizeof line, stdin)) {
            const QByteArray header = QByteArray(line).trimmed();
            if (header.isEmpty()) {
                QByteArray body(length, '\0');
                const auto got = std::fread(body.data(), 1, static_cast<std::size_t>(length), stdin);
                return static_cast<qsizetype>(got) == length ? parseJson(body).value_or(Json()) : Json();
            }
            if (header.startsWith("Content-Length:")) {
                length = header.sliced(15).trimmed().toLongLong();
            }
        }
        return {};
    }
    static void sendBytes(const QByteArray &body)
    {
        std::printf("Content-Length: %lld\r\n\r\n", static_cast<long long>(body.size()));
        std::fwrite(body.constData(), 1, static_cast<std::size_t>(body.size()), stdout);
        std::fflush(stdout);
    }
    static void answer(const Json &id, const Json &result)
    {
        sendBytes(Json{{"jsonrpc", "2.0"}, {"id", id}, {"result", result}}.toUtf8());
    }

    void handle(const Json &message)
    {
        const QString method = message["method"].text();
        const Json &params = message["params"];
        if (method == QLatin1String("initialize")) {
            Json all = capabilities();
            if (QLatin1String("commit incomplete explained").contains(m_mode)) {
                all["completionProvider"] = Json{{"triggerCharacters", Json::array({"."})}};
            }
            if (m_mode == QLatin1String("wild")) {
                all["inlayHintProvider"] = true;
                all["semanticTokensProvider"] =
                    Json{{"legend", Json{{"tokenTypes", Json::array({"variable"})}, {"tokenModifiers", Json::array()}}},
                         {"range", true}};
            }
            answer(message["id"], Json{{"capabilities", all}});
        } else if (method == QLatin1String("textDocument/didChange")) {
            m_version = params["textDocument"]["version"].number();
            if (m_late) {
                answer(*std::exchange(m_late, std::nullopt), resultOf(m_lateMethod));
            }
        } else if (method == QLatin1String("textDocument/didOpen")) {
            m_version = params["textDocument"]["version"].number();
        } else if (method == QLatin1String("textDocument/prepareRename")) {
            answer(message["id"], Json{{"range", range(0, 3, 8)}, {"placeholder", "first"}});
        } else if (method == QLatin1String("workspace/executeCommand")) {
            sendBytes(Json{{"jsonrpc", "2.0"},
                           {"id", 1'000'000},
                           {"method", "workspace/applyEdit"},
                           {"params", Json{{"edit", edit()}}}}
                          .toUtf8());
            answer(message["id"], {});
        } else if (message["id"].number() == 1'000'000) {
            log(message["result"]["applied"].boolean() ? "applied" : "refused");
        } else if (message.contains("id") && !method.isEmpty()) {
            answerAsTold(message["id"], method);
        }
    }

    void answerAsTold(const Json &id, const QString &method)
    {
        if (m_mode == QLatin1String("crash")) {
            std::_Exit(3);
        } else if (m_mode == QLatin1String("hang")) {
            return;
        } else if (m_mode == QLatin1String("late")) {
            m_late = id;
            m_lateMethod = method;
        } else if (m_mode == QLatin1String("nonsense")) {
            answer(id, Json::array({Json{{"range", 7}, {"label", Json::array({1})}, {"title", true}}}));
        } else if (m_mode == QLatin1String("bytes")) {
            std::printf("no message of any protocol\n%s\n", QByteArray(9'000, 'x').constData());
            std::fflush(stdout);
        } else if (m_mode == QLatin1String("huge")) {
            sendBytes(R"({"jsonrpc":"2.0","id":)" + id.toUtf8() + R"(,"result":")" + QByteArray(100 << 20, 'x') +
                      "\"}");
        } else {
            answer(id, resultOf(method));
        }
    }

    /// What the client said, for the test.
    void log(const char *word) const
    {
        if (std::FILE *const file = std::fopen(QFile::encodeName(m_folder + QStringLiteral("/log")).constData(), "w")) {
            std::fputs(word, file);
            std::fclose(file);
        }
    }
    [[nodiscard]] bool isAsking() const { return m_mode.startsWith(QLatin1String("command")); }

    static Json capabilities()
    {
        return {{"positionEncoding", "utf-8"},
                {"textDocumentSync", 2},
                {"signatureHelpProvider", Json{{"triggerCharacters", Json::array({"("})}}},
                {"codeActionProvider", true},
                {"executeCommandProvider", Json{{"commands", Json::array({"test.edit"})}}},
                {"referencesProvider", true},
                {"renameProvider", Json{{"prepareProvider", true}}}};
    }
    static Json range(int line, int from, int to)
    {
        return {{"start", Json{{"line", line}, {"character", from}}}, {"end", Json{{"line", line}, {"character", to}}}};
    }
    static Json replacement(const Json &where, const char *text) { return {{"range", where}, {"newText", text}}; }
    [[nodiscard]] QString uri(const char *name) const
    {
        const QString path = QDir::cleanPath(m_folder + u'/' + QString::fromLatin1(name));
        return QString::fromLatin1(QUrl::fromLocalFile(path).toEncoded());
    }
    [[nodiscard]] Json change(const char *name, const Json &version, const Json &edits) const
    {
        return {{"textDocument", Json{{"uri", uri(name)}, {"version", version}}}, {"edits", edits}};
    }
    [[nodiscard]] Json edit() const
    {
        const Json first = replacement(range(0, 3, 8), "other");
        const Json one = Json::array({first});
        Json all = Json::array({change("src/a.rs", m_version, one)});
        if (m_mode.endsWith(QLatin1String("outside"))) {
            all.push_back(change("../outside.rs", {}, one));
        } else if (m_mode == QLatin1String("old")) {
            all = Json::array({change("src/a.rs", m_version - 1, one)});
        } else if (m_mode == QLatin1String("overlap")) {
            all = Json::array({change("src/a.rs", m_version, Json::array({first, replacement(range(0, 5, 9), "x")}))});
        } else if (m_mode == QLatin1String("beyond")) {
            all = Json::array({change("src/a.rs", m_version, Json::array({replacement(range(2'000'000, 0, 1), "x")}))});
        } else if (m_mode == QLatin1String("delete")) {
            all.push_back(Json{{"kind", "delete"}, {"uri", uri("src/b.rs")}});
        } else {
            all.push_back(change("src/b.rs", {}, one));
        }
        return Json{{"documentChanges", all}};
    }
    /// About places that are not in the text, too much, and too long.
    [[nodiscard]] static Json wildResultOf(const QString &method)
    {
        constexpr qint64 far = 2'000'000'000;
        const Json all{{"start", Json{{"line", 0}, {"character", 0}}},
                       {"end", Json{{"line", far}, {"character", far}}}};
        if (method == QLatin1String("textDocument/semanticTokens/range")) {
            return Json{{"data", Json::array({0, 3, far, 0,   1, 0, 1, 4'000'000'000, 0, 0, far, far, 5,
                                              0, 0, far, far, 5, 9, 0})}};
        }
        if (method == QLatin1String("textDocument/inlayHint")) {
            const QString label = QString(10'000, u'x');
            Json hints = Json::array();
            for (int hint = 0; hint < 2'000; ++hint) {
                hints.push_back(Json{{"position", Json{{"line", hint % 2 == 0 ? 0 : far}, {"character", far}}},
                                     {"label", label},
                                     {"kind", hint % 3}});
            }
            return hints;
        }
        if (method == QLatin1String("textDocument/selectionRange")) {
            return Json::array({Json{{"range", all}}});
        }
        if (method == QLatin1String("experimental/joinLines")) {
            return Json::array({replacement(range(0, 3, 8), "x"), replacement(range(0, 5, 9), "y")});
        }
        if (method == QLatin1String("experimental/matchingBrace")) {
            return Json::array({Json{{"line", far}, {"character", far}}});
        }
        if (method == QLatin1String("experimental/parentModule")) {
            return Json::array({Json{{"uri", "file:///not/there.rs"}, {"range", all}}});
        }
        if (method == QLatin1String("experimental/externalDocs")) {
            return Json("file:///etc/passwd");
        }
        if (method == QLatin1String("rust-analyzer/relatedTests")) {
            return Json::array({Json{{"runnable", Json{{"label", QString(100'000, u'x')}}}}});
        }
        if (method == QLatin1String("rust-analyzer/expandMacro")) {
            return Json{{"name", "m"}, {"expansion", QString(3'000'000, u'x')}};
        }
        return {};
    }
    [[nodiscard]] Json resultOf(const QString &method) const
    {
        if (m_mode == QLatin1String("wild")) {
            return wildResultOf(method);
        }
        const bool movesFiles = method == QLatin1String("workspace/willRenameFiles");
        if (method == QLatin1String("textDocument/rename") || (movesFiles && m_mode != QLatin1String("nothing"))) {
            return edit();
        }
        if (method == QLatin1String("textDocument/references")) {
            return Json::array({Json{{"uri", uri("src/b.rs")}, {"range", range(0, 3, 8)}},
                                Json{{"uri", uri("gone.rs")}, {"range", range(9, 3, 8)}}});
        }
        if (method == QLatin1String("textDocument/completion") && m_mode == QLatin1String("explained")) {
            const QString page = QStringLiteral("A line of documentation.\n\n").repeated(60);
            return Json::array({Json{{"label", "a"}, {"detail", "fn a() -> u8"}},
                                Json{{"label", "b"}, {"detail", QStringLiteral("fn b(%1)").arg(QString(300, u'x'))}},
                                Json{{"label", "c"}, {"documentation", "Short."}},
                                Json{{"label", "d"}, {"documentation", page}},
                                Json{{"label", "e"},
                                     {"documentation", Json{{"kind", "markdown"},
                                                            {"value", "[FnMut], ([`Ok`]), [the text][crate::f], "
                                                                      "`a[Key]`, x[i], [1], [see below], [l](m)"}}}}});
        }
        if (method == QLatin1String("textDocument/completion")) {
            const Json items = Json::array(
                {Json{{"label", "length"}, {"commitCharacters", Json::array({"."})}}, Json{{"label", "last"}}});
            return m_mode == QLatin1String("incomplete") ? Json{{"isIncomplete", true}, {"items", items}} : items;
        }
        if (method == QLatin1String("textDocument/codeAction") && isAsking()) {
            return Json::array({Json{{"title", "Do it"}, {"command", "test.edit"}}});
        }
        if (method == QLatin1String("textDocument/codeAction")) {
            return Json::array({Json{{"title", "Do it"}, {"kind", "quickfix"}, {"edit", edit()}}});
        }
        if (method == QLatin1String("textDocument/signatureHelp")) {
            return Json{{"signatures", Json::array({Json{{"label", "fn first()"}},
                                                    Json{{"label", "fn first(x: u8)"},
                                                         {"documentation", "plain *text*\n\nand more of it"},
                                                         {"parameters", Json::array({Json{{"label", "x: u8"}}})},
                                                         {"activeParameter", 0}}})}};
        }
        return {};
    }

    QString m_mode;
    QString m_folder;
    int m_version = 0;
    std::optional<Json> m_late; ///< id of a request that is answered after the next change
    QString m_lateMethod;
};

} // namespace studio::test
