// SPDX-License-Identifier: GPL-3.0-or-later
// A program that has children, to be killed: process_host COUNT SCRIPT starts so many shells with the script,
// says "running" once all of them run, and goes on until it is ended.
#include "core/process/process.h"

#include <QCoreApplication>

#include <cstdio>
#include <vector>

using namespace studio;

namespace {

std::unique_ptr<Process> startOne(const QString &script)
{
    auto process = std::make_unique<Process>(
        ProcessSpec{.program = QStringLiteral("/bin/sh"), .arguments = {QStringLiteral("-c"), script}});
    QObject::connect(process.get(), &Process::finished, process.get(), [](const Result<ProcessExit> &end) {
        std::fprintf(stderr, "%s\n", qPrintable(end ? describe(*end) : end.error().message + end.error().detail));
    });
    process->start();
    return process;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    std::vector<std::unique_ptr<Process>> processes;
    for (int i = 0; i < arguments.at(1).toInt(); ++i) {
        processes.push_back(startOne(arguments.at(2)));
    }
    std::puts("running");
    std::fflush(stdout);
    return QCoreApplication::exec();
}
