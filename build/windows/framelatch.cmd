@echo off
rem Framelatch from a terminal: waits for the command and passes its exit code on.
start "" /wait /b "%~dp0..\Framelatch.exe" %*
exit /b %errorlevel%
