@echo off
rem Framelatch from a terminal. In a script, cmd waits for a program with windows too, and its exit code is ours.
"%~dp0..\Framelatch.exe" %*
