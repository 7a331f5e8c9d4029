// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/cli/cli_test.h"
#include "tests/support/marked_processes.h"
#include "tests/support/signals.h"

namespace studio::test {

inline constexpr int waitTimeout = 300'000; ///< the first compile ever may be in it

/// One `ignite dev`, what it has written so far, and what it has told on the way.
class Dev
{
public:
    Dev(const QProcessEnvironment &environment, const QString &folder, const QStringList &arguments = {},
        const QByteArray &input = {})
        : mark(newMark())
    {
        QProcessEnvironment marked = environment;
        // A handler gets our PATH, and little else.
        marked.insert(QStringLiteral("PATH"),
                      environment.value(QStringLiteral("PATH")) + QStringLiteral(":/") + QString::fromLatin1(mark));
        m_process.setProcessEnvironment(marked);
        m_process.start(QStringLiteral(STUDIO_BIN "/ignite"),
                        QStringList{QStringLiteral("-o"), QStringLiteral("json"), QStringLiteral("dev"), folder} +
                            arguments);
        m_process.write(input);
        m_process.closeWriteChannel();
    }
    ~Dev()
    {
        m_process.kill();
        m_process.waitForFinished();
        endMarked(mark);
    }
    Dev(const Dev &) = delete;
    Dev &operator=(const Dev &) = delete;

    /// The next document with this member, among all that come until then.
    Json next(const char *member, const char *value = nullptr)
    {
        for (;;) {
            while (!m_process.canReadLine()) {
                if (!m_process.waitForReadyRead(waitTimeout)) {
                    return Json::object();
                }
            }
            const auto json = parseJson(m_process.readLine());
            if (json && json->contains(member) && (!value || (*json)[member] == value)) {
                return *json;
            }
        }
    }
    /// Until stderr holds these words; what it holds.
    QByteArray waitForWords(const QByteArray &words)
    {
        m_process.setReadChannel(QProcess::StandardError);
        while (!m_errors.contains(words)) {
            m_errors += m_process.readAllStandardError();
            if (!m_errors.contains(words) && !m_process.waitForReadyRead(waitTimeout)) {
                break;
            }
        }
        m_process.setReadChannel(QProcess::StandardOutput);
        return m_errors;
    }
    void forgetWords() { m_errors.clear(); }
    quint16 begin() ///< its port
    {
        const Json first = next("address");
        return static_cast<quint16>(first["address"].text().section(u':', 2).remove(u'/').toInt());
    }
    int end(int signal = SIGINT)
    {
        (void)sendSignal(m_process, signal);
        return code();
    }
    int code()
    {
        return m_process.waitForFinished(waitTimeout) && m_process.exitStatus() == QProcess::NormalExit
                   ? m_process.exitCode()
                   : -1;
    }
    QByteArray errors() { return m_errors += m_process.readAllStandardError(); }

    const QByteArray mark;

private:
    QProcess m_process;
    QByteArray m_errors;
};

} // namespace studio::test
